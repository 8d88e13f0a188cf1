package io.gyre.doctor;

import io.gyre.config.BucketFilter;
import io.gyre.config.DestinationConfig;
import io.gyre.config.Endpoint;
import io.gyre.config.ZoneConfig;
import io.gyre.doctor.EndFacts.AtEndpoint;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.metadata.ZoneFacts;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Asks the ends: first each endpoint, then the zones. What one of them does not answer becomes a
 * fact like any other, so it ends well, and in bounded time, whatever the ends do.
 */
public final class Examination {
  /** Buckets of the source whose lifecycle rules are looked at. */
  static final int BUCKETS_LOOKED_AT = 100;

  /** Of these the log of one index shard is read, some pages of it. */
  static final int LOGS_LOOKED_AT = 20;

  static final int USERS_LOOKED_AT = 100;

  /** What is known of the source. */
  public record Source(
      EndFacts facts, SourceFacts only, Reply<BucketsLook> buckets, Reply<UsersLook> users) {}

  /** What is known of the destination; of a store's buckets nothing is asked. */
  public record Destination(Target target, Reply<BucketsLook> buckets) {}

  /** Where the probes come from. */
  public interface Probes {
    /** A probe that uses these endpoints of an end in turn. */
    GatewayProbe of(End end, List<Endpoint> endpoints);
  }

  private final Duration limit;

  /**
   * @param limit of one question, however many requests that takes
   */
  public Examination(Duration limit) {
    this.limit = limit;
  }

  /** Asks the source, through probes that {@code probes} makes. */
  public CompletionStage<Source> source(ZoneConfig source, BucketFilter buckets, Probes probes) {
    return endpoints(End.SOURCE, source, probes)
        .thenCompose(
            at ->
                combine(
                    end(End.SOURCE, source, at, probes),
                    sourceOnly(at, buckets, probes),
                    buckets(End.SOURCE, at, buckets, LOGS_LOOKED_AT, probes)
                        .thenCombine(
                            reply(at, () -> zone(End.SOURCE, at, probes).users(USERS_LOOKED_AT)),
                            Looks::new),
                    (facts, only, looks) ->
                        new Source(facts, only, looks.buckets(), looks.users())));
  }

  private record Looks(Reply<BucketsLook> buckets, Reply<UsersLook> users) {}

  /**
   * Asks another zone in the same way.
   *
   * @param users whom it is to have
   */
  public CompletionStage<Destination> zone(
      ZoneConfig destination, BucketFilter buckets, Set<String> users, Probes probes) {
    return endpoints(End.DESTINATION, destination, probes)
        .thenCompose(
            at ->
                combine(
                    end(End.DESTINATION, destination, at, probes),
                    destinationOnly(at, users, probes),
                    buckets(End.DESTINATION, at, buckets, 0, probes),
                    (facts, only, look) -> new Destination(new Target.Zone(facts, only), look)));
  }

  /**
   * Asks a store.
   *
   * @param account asks whose our key is
   */
  public CompletionStage<Destination> store(
      DestinationConfig destination, Supplier<CompletionStage<String>> account) {
    return reply(account.get())
        .thenApply(
            answer ->
                new Destination(
                    new Target.Store(
                        destination.endpoints().get(0).toString(),
                        destination.accessKey(),
                        answer,
                        destination.leaseBucket()),
                    Reply.of(new BucketsLook(List.of(), true))));
  }

  private CompletionStage<Reply<BucketsLook>> buckets(
      End end, List<AtEndpoint> endpoints, BucketFilter buckets, int logs, Probes probes) {
    return reply(
        endpoints, () -> zone(end, endpoints, probes).buckets(buckets, BUCKETS_LOOKED_AT, logs));
  }

  private static GatewayProbe zone(End end, List<AtEndpoint> endpoints, Probes probes) {
    return probes.of(end, worthAsking(endpoints));
  }

  private CompletionStage<List<AtEndpoint>> endpoints(End end, ZoneConfig config, Probes probes) {
    return Together.each(
        config.endpoints(), endpoint -> at(endpoint, probes.of(end, List.of(endpoint))));
  }

  private CompletionStage<EndFacts> end(
      End end, ZoneConfig config, List<AtEndpoint> endpoints, Probes probes) {
    GatewayProbe zone = probes.of(end, worthAsking(endpoints));
    return combine(
        reply(endpoints, zone::caller),
        CompletableFuture.completedFuture(zone(endpoints)),
        reply(endpoints, zone::period),
        (caller, facts, period) ->
            new EndFacts(end, config.accessKey(), config.zone(), endpoints, caller, facts, period));
  }

  private CompletionStage<SourceFacts> sourceOnly(
      List<AtEndpoint> endpoints, BucketFilter buckets, Probes probes) {
    GatewayProbe zone = probes.of(End.SOURCE, worthAsking(endpoints));
    return combine(
        metadataLog(endpoints, zone),
        reply(endpoints, zone::dataLog),
        reply(endpoints, () -> zone.lifecycle(buckets, BUCKETS_LOOKED_AT)),
        SourceFacts::new);
  }

  private CompletionStage<DestinationFacts> destinationOnly(
      List<AtEndpoint> endpoints, Set<String> users, Probes probes) {
    GatewayProbe zone = probes.of(End.DESTINATION, worthAsking(endpoints));
    return reply(endpoints, zone::lease)
        .thenCombine(reply(endpoints, () -> zone.missingUsers(users)), DestinationFacts::new);
  }

  /**
   * Without a realm there is none, and the question would do harm: 16.2.15 answers it with 404 and
   * then sends a second body on the same connection.
   */
  private CompletionStage<Reply<Boolean>> metadataLog(
      List<AtEndpoint> endpoints, GatewayProbe gateway) {
    boolean realmless =
        zone(endpoints).answer().filter(zone -> zone.realmId().isEmpty()).isPresent();
    return realmless
        ? CompletableFuture.completedFuture(Reply.of(false))
        : reply(endpoints, gateway::metadataLog);
  }

  /** One endpoint that is no gateway must not spoil the answers of those that are. */
  private static List<Endpoint> worthAsking(List<AtEndpoint> endpoints) {
    List<Endpoint> gateways =
        endpoints.stream()
            .filter(at -> at.zone().answer().isPresent())
            .map(AtEndpoint::endpoint)
            .toList();
    return gateways.isEmpty() ? endpoints.stream().map(AtEndpoint::endpoint).toList() : gateways;
  }

  private static Reply<ZoneFacts> zone(List<AtEndpoint> endpoints) {
    return endpoints.stream()
        .map(AtEndpoint::zone)
        .filter(zone -> zone.answer().isPresent())
        .findFirst()
        .orElseGet(() -> endpoints.get(0).zone());
  }

  private CompletionStage<AtEndpoint> at(Endpoint endpoint, GatewayProbe gateway) {
    return reply(gateway.greet())
        .thenCombine(
            reply(gateway.zone()), (greeting, zone) -> new AtEndpoint(endpoint, greeting, zone));
  }

  /** Of an end where nothing answers no more is asked: that would only double the waiting. */
  private <T> CompletionStage<Reply<T>> reply(
      List<AtEndpoint> endpoints, Supplier<CompletionStage<T>> question) {
    return endpoints.stream().anyMatch(at -> at.greeting().answer().isPresent())
        ? reply(question.get())
        : CompletableFuture.completedFuture(
            Reply.none(new GatewayException(FailureClass.TRANSIENT, "no endpoint answers", null)));
  }

  private <T> CompletionStage<Reply<T>> reply(CompletionStage<T> question) {
    return question
        .thenApply(Reply::of)
        .toCompletableFuture()
        .copy() // the time-out is ours, not the question's
        .completeOnTimeout(
            Reply.none(
                new GatewayException(
                    FailureClass.TRANSIENT, "no answer in " + limit.toSeconds() + " s", null)),
            limit.toMillis(),
            TimeUnit.MILLISECONDS)
        .exceptionally(failure -> Reply.none(known(failure)));
  }

  private static GatewayException known(Throwable failure) {
    Throwable cause = GatewayException.unwrap(failure);
    return cause instanceof GatewayException ours
        ? ours
        : new GatewayException(FailureClass.TRANSIENT, String.valueOf(cause), cause);
  }

  private interface Join<A, B, C, R> {
    R join(A first, B second, C third);
  }

  private static <A, B, C, R> CompletionStage<R> combine(
      CompletionStage<A> first,
      CompletionStage<B> second,
      CompletionStage<C> third,
      Join<A, B, C, R> join) {
    return first
        .thenCombine(second, (a, b) -> (Function<C, R>) c -> join.join(a, b, c))
        .thenCombine(third, Function::apply);
  }
}
