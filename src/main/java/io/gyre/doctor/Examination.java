package io.gyre.doctor;

import io.gyre.config.BucketFilter;
import io.gyre.config.Endpoint;
import io.gyre.config.ZoneConfig;
import io.gyre.doctor.EndFacts.AtEndpoint;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.metadata.ZoneFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Asks both ends everything at once. What one of them does not answer becomes a fact like any
 * other, so it ends well, and in bounded time, whatever the ends do.
 */
public final class Examination {
  /** Buckets of the source whose lifecycle rules are looked at. */
  static final int BUCKETS_LOOKED_AT = 100;

  /** Both ends of the route; the rest of the facts is about this host. */
  public record Ends(EndFacts source, SourceFacts sourceOnly, EndFacts destination) {}

  private final Duration limit;

  /**
   * @param limit of one question, however many requests that takes
   */
  public Examination(Duration limit) {
    this.limit = limit;
  }

  /**
   * Asks.
   *
   * @param probes for the endpoints of a zone, in any order when given several
   */
  public CompletionStage<Ends> ask(
      ZoneConfig source, ZoneConfig destination, BucketFilter buckets, Probes probes) {
    CompletionStage<EndFacts> sourceFacts = end(End.SOURCE, source, probes);
    CompletionStage<EndFacts> destinationFacts = end(End.DESTINATION, destination, probes);
    GatewayProbe zone = probes.of(End.SOURCE, source.endpoints());
    CompletionStage<SourceFacts> sourceOnly =
        combine(
            reply(zone.metadataLog()),
            reply(zone.dataLog()),
            reply(zone.lifecycle(buckets, BUCKETS_LOOKED_AT)),
            SourceFacts::new);
    return combine(sourceFacts, sourceOnly, destinationFacts, Ends::new);
  }

  /** Where the probes come from. */
  public interface Probes {
    /** A probe that uses these endpoints of an end in turn. */
    GatewayProbe of(End end, List<Endpoint> endpoints);
  }

  private CompletionStage<EndFacts> end(End end, ZoneConfig config, Probes probes) {
    GatewayProbe zone = probes.of(end, config.endpoints());
    CompletionStage<Reply<Caller>> caller = reply(zone.caller());
    CompletionStage<Reply<ZoneFacts>> facts = reply(zone.zone());
    CompletionStage<Reply<Optional<Period>>> period = reply(zone.period());
    return Together.each(
            config.endpoints(), endpoint -> at(endpoint, probes.of(end, List.of(endpoint))))
        .thenCompose(
            endpoints ->
                combine(
                    caller,
                    facts,
                    period,
                    (who, what, all) ->
                        new EndFacts(
                            end, config.accessKey(), config.zone(), endpoints, who, what, all)));
  }

  private CompletionStage<AtEndpoint> at(Endpoint endpoint, GatewayProbe gateway) {
    return reply(gateway.greet())
        .thenCombine(
            reply(gateway.zone()), (greeting, zone) -> new AtEndpoint(endpoint, greeting, zone));
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
