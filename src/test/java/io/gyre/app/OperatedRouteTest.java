package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gyre.config.ConfigLoader;
import io.gyre.config.GyreConfig;
import io.gyre.embedded.EmbeddedSettings;
import io.gyre.embedded.EmbeddedSettings.Shards;
import io.gyre.embedded.EmbeddedZone;
import io.gyre.testing.Fault;
import io.gyre.testing.FaultProxy;
import io.gyre.testing.S3User;
import io.gyre.testing.TestZone;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole replicator between two embedded zones, in this JVM: what it says of its lag while things
 * happen to it, and whether it does what it is told.
 */
@Timeout(240)
class OperatedRouteTest {
  private static final int LOG_SHARDS = 4;
  private static final int FIRST = 40;
  private static final int BUSY = 30;
  private static final String TOKEN = "an-operators-token";
  private static final int MIB = 1 << 20;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private final EmbeddedZone source = zone("master-1");
  private final EmbeddedZone destination = zone("slave-1");
  private final FaultProxy beforeSource = FaultProxy.before(source.endpoint(), 1);
  private final FaultProxy beforeDestination = FaultProxy.before(destination.endpoint(), 2);
  private final TestZone here = testZone(source);
  private final TestZone there = testZone(destination);
  private final LogCapture log = LogCapture.ofEverythingOurs();
  private final HttpClient http = HttpClient.newHttpClient();
  private Optional<Replication> replication = Optional.empty();
  private Optional<CompletableFuture<Integer>> running = Optional.empty();
  private String ops = "";

  @AfterEach
  void end() throws Exception {
    if (replication.isPresent()) {
      replication.get().stop().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
    log.close();
    here.close();
    there.close();
    beforeSource.close();
    beforeDestination.close();
    source.close();
    destination.close();
  }

  @Test
  void itsLagIsTrueAndItDoesWhatItIsTold() throws Exception {
    S3User owner = here.createUser("owner");
    owner.createBucket("photos");
    for (int i = 0; i < FIRST; i++) {
      owner.put("photos", "k" + i, "text");
    }
    start();
    inAFullPassTheLagIsNotZero();
    idleItIsZero();
    aBusyBucketCountsFromItsOldestChange(owner);
    itCountsOnWhileTheSourceIsGone();
    whatIsParkedIsBesideTheLag(owner);
    aPausedBucketWaits(owner);
    theBandwidthIsKept(owner);
    assertThat(new OpsClient(config()).status()).as("the command finds it").isPresent();
    theLogTellsWhatItIsAboutAndNoSecret();
  }

  private void inAFullPassTheLagIsNotZero() throws Exception {
    until(() -> ready() && lag().at("/bucket_shards_to_copy").asInt() > 0);
    JsonNode lag = lag();
    assertThat(lag.get("lag_seconds").asLong(-1)).as("unknown, or at least so much").isNotZero();
    JsonNode bucket = get("/api/v1/buckets").at("/buckets/0");
    assertThat(bucket.at("/bucket").asText()).isEqualTo("photos");
    assertThat(bucket.at("/state").asText()).isEqualTo("full_pass");
    assertThat(count("photos")).as("ten a second").isLessThan(FIRST);
    tell("/api/v1/limits", "{\"objects_per_second\":null}");
  }

  private void idleItIsZero() throws Exception {
    until(() -> lag().at("/data/lag_seconds").asLong(-1) == 0);
    assertThat(count("photos")).isEqualTo(FIRST);
    assertThat(lag().at("/metadata/lag_seconds").asLong(-1)).isZero();
    assertThat(lag().at("/as_of_age_seconds").asLong(-1)).isBetween(0L, 5L);
  }

  private void aBusyBucketCountsFromItsOldestChange(S3User owner) throws Exception {
    tell("/api/v1/limits", "{\"objects_per_second\":3}");
    for (int i = 0; i < BUSY; i++) {
      owner.put("photos", "busy" + i, "text");
    }
    until(() -> lag().at("/data/lag_seconds").asLong(-1) >= 3);
    until(
        () -> {
          JsonNode bucket = get("/api/v1/buckets").at("/buckets/0");
          return bucket.at("/oldest_key").asText().startsWith("busy")
              && bucket.at("/entries_waiting").asLong() > 0;
        });
    tell("/api/v1/limits", "{\"objects_per_second\":null}");
    until(() -> lag().at("/data/lag_seconds").asLong(-1) == 0);
    assertThat(count("photos")).isEqualTo(FIRST + BUSY);
  }

  private void itCountsOnWhileTheSourceIsGone() throws Exception {
    beforeSource.stop();
    // A request is tried again for a while before it counts as failed.
    until(() -> lag().at("/data/log_shards_failing").asInt() == LOG_SHARDS);
    until(() -> lag().at("/data/lag_seconds").asLong(-1) >= 4);
    JsonNode lag = lag();
    assertThat(lag.at("/data/log_shards_failing").asInt()).isEqualTo(LOG_SHARDS);
    assertThat(lag.at("/data/as_of_age_seconds").asLong()).isGreaterThanOrEqualTo(4);
    assertThat(lag.at("/data/failure").asText()).contains("source");
    until(() -> lag().at("/metadata/lag_seconds").asLong(-1) >= 5);
    beforeSource.start();
    until(
        () ->
            lag().at("/lag_seconds").asLong(-1) == 0
                && lag().at("/data/log_shards_failing").asInt() == 0);
  }

  private void whatIsParkedIsBesideTheLag(S3User owner) throws Exception {
    beforeDestination.inflict(
        Fault.Answer.s3Error(403, "AccessDenied"),
        1,
        Integer.MAX_VALUE,
        line -> line.startsWith("PUT /photos/bad"));
    owner.put("photos", "bad", "text");
    until(() -> get("/api/v1/status").at("/parked/entries").asInt() == 1);
    until(() -> lag().at("/data/lag_seconds").asLong(-1) == 0);
    JsonNode entry = get("/api/v1/parked").at("/parked/0");
    assertThat(entry.at("/key").asText()).isEqualTo("bad");
    assertThat(entry.at("/reason").asText()).contains("AccessDenied");

    beforeDestination.heal();
    tell("/api/v1/parked/" + entry.at("/id").asText() + "/retry", "");
    until(() -> get("/api/v1/status").at("/parked/entries").asInt() == 0);
    assertThat(count("photos")).isEqualTo(FIRST + BUSY + 1);
  }

  private void aPausedBucketWaits(S3User owner) throws Exception {
    owner.createBucket("music");
    owner.put("music", "first", "text");
    until(() -> count("music") == 1 && lag().at("/lag_seconds").asLong(-1) == 0);
    tell("/api/v1/pause", "{\"bucket\":\"photos\"}");
    owner.put("photos", "late", "text");
    owner.put("music", "second", "text");
    until(() -> count("music") == 2);
    until(() -> lag().at("/data/lag_seconds").asLong(-1) >= 3);
    assertThat(count("photos")).isEqualTo(FIRST + BUSY + 1);
    assertThat(get("/api/v1/buckets").at("/buckets/0/bucket").asText()).isEqualTo("photos");

    tell("/api/v1/resume", "{\"bucket\":\"photos\"}");
    until(() -> count("photos") == FIRST + BUSY + 2);
    until(() -> lag().at("/data/lag_seconds").asLong(-1) == 0);
  }

  private void theBandwidthIsKept(S3User owner) throws Exception {
    tell("/api/v1/limits", "{\"bandwidth\":\"1MiB/s\"}");
    long began = System.nanoTime();
    owner.put("music", "long", new byte[3 * MIB]);
    until(() -> count("music") == 3);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(2000));
    tell("/api/v1/limits", "{\"bandwidth\":null}");
  }

  private void theLogTellsWhatItIsAboutAndNoSecret() {
    StartLog.announce(config());
    List<ILoggingEvent> events = log.events();
    assertThat(events)
        .filteredOn(event -> event.getFormattedMessage().contains("photos / bad: parked"))
        .isNotEmpty()
        .allSatisfy(
            event ->
                assertThat(event.getMDCPropertyMap())
                    .containsEntry("bucket", "photos")
                    .containsEntry("key", "bad"));
    assertThat(events)
        .as("its actors' lines")
        .anyMatch(event -> event.getMDCPropertyMap().getOrDefault("shard", "").equals("d-0"));
    for (String secret :
        List.of(
            source.key().secret(),
            destination.key().secret(),
            TOKEN,
            "Authorization",
            "Signature=")) {
      assertThat(log.text()).doesNotContain(secret);
    }
    assertThat(log.text()).contains("secretKey=***");
  }

  private boolean ready() throws Exception {
    HttpResponse<String> answer = send(request("/health/ready").GET());
    return answer.statusCode() == 200;
  }

  private JsonNode lag() throws Exception {
    return get("/api/v1/lag");
  }

  private JsonNode get(String path) throws Exception {
    return JSON.readTree(send(request(path).GET()).body());
  }

  private void tell(String path, String body) throws Exception {
    HttpResponse<String> answer =
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + ops + path))
        .header("Authorization", "Bearer " + TOKEN)
        .timeout(SOON);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private int count(String bucket) {
    return destination
        .zone()
        .buckets()
        .find(bucket)
        .map(
            found -> there.user("owner").client().listObjectsV2(of -> of.bucket(bucket)).keyCount())
        .orElse(0);
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(SOON).pollInterval(Duration.ofMillis(200)).ignoreExceptions().until(condition);
  }

  private void start() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ops = "127.0.0.1:" + free.getLocalPort();
    }
    Output quiet = new Output(Output.Format.TEXT, Output.Verbosity.QUIET);
    Replication started =
        new Replication(new SyncRequest(config(), false, Optional.empty(), quiet));
    replication = Optional.of(started);
    running = Optional.of(started.run().toCompletableFuture());
    assertThat(running.get()).isNotCompleted();
  }

  private GyreConfig config() {
    return new ConfigLoader(Map.of())
        .parse(
            """
            source: { endpoint: "%s", access-key: "%s", secret-key: "%s" }
            destination: { endpoint: "%s", access-key: "%s", secret-key: "%s" }
            state: "%s"
            polling: { idle: 1s, busy: 300ms, data-log-window: 2s }
            retry: { attempts: 1 }
            limits: { objects-per-second: 10 }
            ops: { listen: "%s", token: %s }
            """
                .formatted(
                    beforeSource.endpoint(),
                    source.key().id(),
                    source.key().secret(),
                    beforeDestination.endpoint(),
                    destination.key().id(),
                    destination.key().secret(),
                    directory.resolve("state"),
                    ops,
                    TOKEN),
            "test");
  }

  private static EmbeddedZone zone(String name) {
    return EmbeddedZone.start(
        EmbeddedSettings.named(name)
            .withWindow(Duration.ofSeconds(2))
            .with(new Shards(Shards.DEFAULT.index(), LOG_SHARDS, LOG_SHARDS)));
  }

  private static TestZone testZone(EmbeddedZone zone) {
    return new TestZone(
        zone.settings().name(),
        zone.zone().identity().zonegroup(),
        zone.endpoint(),
        zone.key().id(),
        zone.key().secret());
  }
}
