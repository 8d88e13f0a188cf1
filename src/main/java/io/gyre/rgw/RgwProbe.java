package io.gyre.rgw;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.config.BucketFilter;
import io.gyre.doctor.BucketsLook;
import io.gyre.doctor.Caller;
import io.gyre.doctor.DataLogReach;
import io.gyre.doctor.GatewayProbe;
import io.gyre.doctor.Greeting;
import io.gyre.doctor.LifecycleLook;
import io.gyre.doctor.Period;
import io.gyre.doctor.Together;
import io.gyre.doctor.UsersLook;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.LogPosition;
import io.gyre.log.MetadataLogState;
import io.gyre.metadata.MetadataStore.KeyPage;
import io.gyre.metadata.ZoneFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Asks a gateway what {@code doctor} wants to know. */
public final class RgwProbe implements GatewayProbe {
  /** The Swift API's: answered to everybody, and the only place that names the release. */
  private static final GatewayRequest INFO = GatewayRequest.get("/swift/info");

  /** Log shards that are looked at; a gateway has 128 unless told otherwise. */
  private static final int MAX_LOG_SHARDS = 128;

  /**
   * A {@code Date} header is cut to whole seconds: on the average it says half of one too little.
   */
  private static final Duration CUT = Duration.ofMillis(500);

  private final GatewayClient gateway;
  private final Clock clock;

  /**
   * A probe over a client.
   *
   * @param clock what the gateway's is compared with
   */
  public RgwProbe(GatewayClient gateway, Clock clock) {
    this.gateway = gateway;
    this.clock = clock;
  }

  /** The first request does not count, since it sets up things; of the others the fastest does. */
  @Override
  public CompletionStage<Greeting> greet() {
    return gateway.answer(INFO).thenCompose(first -> timed()).thenCompose(this::orFaster);
  }

  private CompletionStage<Greeting> orFaster(Greeting one) {
    return timed()
        .thenApply(other -> other.roundTrip().compareTo(one.roundTrip()) < 0 ? other : one);
  }

  private CompletionStage<Greeting> timed() {
    Instant sent = clock.instant();
    return gateway
        .answer(INFO)
        .thenApply(
            answer -> {
              Duration roundTrip = Duration.between(sent, clock.instant());
              Instant middle = sent.plus(roundTrip.dividedBy(2));
              return new Greeting(
                  roundTrip,
                  answer.date().map(date -> Duration.between(middle, date.plus(CUT))),
                  answer.status() == 200
                      ? version(answer.body().toArrayUnsafe())
                      : Optional.empty());
            });
  }

  private static Optional<String> version(byte[] body) {
    return Json.parse(body)
        .map(info -> Json.text(info.path("swift"), "version"))
        .filter(version -> !version.isEmpty());
  }

  @Override
  public CompletionStage<Caller> caller() {
    return gateway
        .json(GatewayRequest.get("/admin/metadata/user").with("myself"))
        .thenApply(user -> caller(user.path("data")));
  }

  private static Caller caller(JsonNode user) {
    String mask = user.path("op_mask").asText("read, write, delete");
    Set<String> operations = Arrays.stream(mask.split(", *")).collect(Collectors.toSet());
    return new Caller(Json.required(user, "user_id"), Json.flag(user, "system"), operations);
  }

  @Override
  public CompletionStage<ZoneFacts> zone() {
    return new RgwZone(gateway).describe();
  }

  @Override
  public CompletionStage<Optional<Period>> period() {
    return new RgwZone(gateway).period();
  }

  @Override
  public CompletionStage<Boolean> metadataLog() {
    return new RgwChangeLog(gateway).metadataLog().thenApply(Optional<MetadataLogState>::isPresent);
  }

  @Override
  public CompletionStage<Boolean> lease() {
    return MetadataLogLease.offered(gateway);
  }

  @Override
  public CompletionStage<DataLogReach> dataLog() {
    return new RgwChangeLog(gateway)
        .dataLogShards()
        .thenCompose(
            shards -> {
              int looked = Math.min(shards, MAX_LOG_SHARDS);
              return Together.each(IntStream.range(0, looked).boxed().toList(), this::reach);
            })
        .thenApply(
            shards ->
                shards.stream().reduce(new DataLogReach(0, 0, Optional.empty()), RgwProbe::sum));
  }

  /** A shard whose entries were trimmed away still knows when it was written last. */
  private CompletionStage<DataLogReach> reach(int shard) {
    GatewayRequest log = GatewayRequest.get("/admin/log").with("type", "data").with("id", shard);
    return gateway
        .json(log.with("info"))
        .thenCompose(
            info ->
                Json.text(info, "marker").isEmpty()
                        || Json.text(info, "last_update").startsWith("0")
                    ? CompletableFuture.completedFuture(new DataLogReach(0, 0, Optional.empty()))
                    : oldest(shard));
  }

  private CompletionStage<DataLogReach> oldest(int shard) {
    return new RgwChangeLog(gateway)
        .readDataLog(shard, LogPosition.ORIGIN, 1)
        .thenApply(
            page ->
                page.entries().isEmpty()
                    ? new DataLogReach(1, 1, Optional.empty())
                    : new DataLogReach(1, 0, Optional.of(page.entries().get(0).timestamp())));
  }

  private static DataLogReach sum(DataLogReach one, DataLogReach other) {
    Optional<Instant> oldest =
        one.oldest()
            .map(time -> other.oldest().filter(time::isAfter).orElse(time))
            .or(other::oldest);
    return new DataLogReach(one.shards() + other.shards(), one.emptied() + other.emptied(), oldest);
  }

  @Override
  public CompletionStage<BucketsLook> buckets(BucketFilter buckets, int max, int logs) {
    return new RgwContentsLook(gateway).buckets(buckets, max, logs);
  }

  @Override
  public CompletionStage<List<String>> missingUsers(Set<String> uids) {
    RgwMetadataStore metadata = new RgwMetadataStore(gateway);
    return Together.each(
            List.copyOf(uids),
            uid -> metadata.get("user", uid).thenApply(user -> user.isEmpty() ? uid : ""))
        .thenApply(found -> found.stream().filter(uid -> !uid.isEmpty()).sorted().toList());
  }

  @Override
  public CompletionStage<UsersLook> users(int max) {
    return new RgwContentsLook(gateway).users(max);
  }

  @Override
  public CompletionStage<LifecycleLook> lifecycle(BucketFilter buckets, int max) {
    return new RgwMetadataStore(gateway)
        .keys("bucket", "", max)
        .thenCompose(page -> look(page, buckets));
  }

  private CompletionStage<LifecycleLook> look(KeyPage page, BucketFilter buckets) {
    List<BucketName> names =
        page.keys().stream()
            .map(BucketName::parse)
            .filter(bucket -> buckets.accepts(bucket.tenant(), bucket.name()))
            .sorted()
            .toList();
    return Together.each(names, this::hasRules)
        .thenApply(
            has ->
                new LifecycleLook(
                    names.size(),
                    page.marker().isEmpty(),
                    IntStream.range(0, names.size())
                        .filter(has::get)
                        .mapToObj(i -> names.get(i).toString())
                        .toList()));
  }

  private CompletionStage<Boolean> hasRules(BucketName bucket) {
    return gateway
        .send(GatewayRequest.get(RgwChangeLog.s3Path(bucket)).with("lifecycle"))
        .handle(
            (rules, failure) -> {
              if (failure == null) {
                return true;
              }
              Throwable cause = GatewayException.unwrap(failure);
              if (cause instanceof GatewayException answer
                  && (answer.code().equals("NoSuchLifecycleConfiguration")
                      || answer.failureClass() == FailureClass.GONE)) {
                return false;
              }
              throw new CompletionException(cause);
            });
  }
}
