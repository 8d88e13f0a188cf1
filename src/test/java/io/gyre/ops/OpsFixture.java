package io.gyre.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.JdbcCheckpointStore;
import io.gyre.checkpoint.RouteIdentity;
import io.gyre.config.ConfigLoader;
import io.gyre.config.Listen;
import io.gyre.config.OpsConfig;
import io.gyre.copy.FairGate;
import io.gyre.lease.WriteFence;
import io.gyre.metadata.BucketSizes;
import io.gyre.ops.PoolGauge.Connections;
import io.gyre.route.LagScript;
import io.gyre.route.LagTracker;
import io.gyre.route.RouteStatistics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;

/** A server with a route of no actors: what those would tell is told by the test. */
public final class OpsFixture implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
  static final RouteIdentity ZONES = new RouteIdentity("zone-a", "zone-b");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ActorSystem SYSTEM =
      ActorSystem.create("ops-tests", ConfigFactory.load("embedded"));

  final Path directory;
  final OpsServer server;
  final RouteStatistics statistics = new RouteStatistics();
  final LagTracker lag = new LagTracker();
  final LagScript script = new LagScript(lag, statistics);
  final WriteFence fence = WriteFence.open();
  final FakeControls controls = new FakeControls();
  final HttpClient client;
  private final JdbcCheckpointStore store;
  private final Optional<Listen> listening;
  private final String scheme;

  public OpsFixture(Path directory, String... yaml) throws Exception {
    this(directory, config(yaml), HttpClient.newHttpClient());
  }

  OpsFixture(Path directory, OpsConfig config, HttpClient client) throws Exception {
    this.directory = directory;
    this.client = client;
    this.scheme = config.secure() ? "https" : "http";
    this.store = JdbcCheckpointStore.open(directory, ZONES);
    this.server =
        new OpsServer(config, SYSTEM, "1.2.3", directory, Clock.fixed(NOW, ZoneOffset.UTC));
    this.listening = server.listen().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** Settings of the server, on a free port. */
  static OpsConfig config(String... yaml) {
    return new ConfigLoader(Map.of())
        .parse(
            """
            source: { endpoint: "http://a:8000", access-key: AK, secret-key: SK }
            destination: { endpoint: "http://b:8001", access-key: DK, secret-key: DS }
            ops:
              listen: 127.0.0.1:0
            """
                + String.join("\n", yaml).indent(2),
            "test")
        .ops();
  }

  /** Nothing waits as of five seconds ago. */
  public OpsFixture idle() {
    script.idle(2, 1, NOW.minusSeconds(5));
    return this;
  }

  public boolean paused() {
    return controls.pausedRoute().isPresent();
  }

  /** The route runs from now on. */
  public OpsFixture run() {
    server.runs(
        new OperatedRoute(
            ZONES,
            "master-1",
            "slave-1",
            statistics,
            lag,
            gate(64),
            gate(8),
            gate(64),
            List.of(
                new PoolGauge("source", () -> Optional.of(new Connections(7, 5, 2)), () -> 3),
                new PoolGauge("destination", Optional::empty, () -> 4)),
            fence,
            controls,
            sizes(1000, 5000),
            sizes(400, 1000)));
    return this;
  }

  private static BucketSizes sizes(long objects, long bytes) {
    return bucket ->
        CompletableFuture.completedFuture(Optional.of(new BucketSizes.Size(objects, bytes)));
  }

  private static FairGate gate(int places) {
    return new FairGate(places, Long.MAX_VALUE, Runnable::run);
  }

  OpsFixture save(Change... changes) throws Exception {
    store.save(List.of(changes)).toCompletableFuture().get(20, TimeUnit.SECONDS);
    return this;
  }

  public JsonNode glance() throws Exception {
    return server.glance(10).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  public Optional<Listen> listening() {
    return listening;
  }

  URI at(String path) {
    return URI.create(scheme + "://" + listening.orElseThrow() + path);
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return client.send(request(path, headers).GET().build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return client.send(
        request(path, headers).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  /** What a POST is answered. */
  HttpResponse<String> tell(String path, String body) throws IOException, InterruptedException {
    return post(path, body, "Content-Type", "application/json");
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(at(path)).timeout(Duration.ofSeconds(20));
    return headers.length == 0 ? request : request.headers(headers);
  }

  /** The JSON of an answer that is a good one. */
  JsonNode json(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = get(path);
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + " answered " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  static JsonNode parse(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  @Override
  public void close() throws Exception {
    server.close().toCompletableFuture().get(20, TimeUnit.SECONDS);
    store.close();
  }
}
