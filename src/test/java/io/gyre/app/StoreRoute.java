package io.gyre.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gyre.check.Depth;
import io.gyre.check.Sample;
import io.gyre.checkpoint.CheckpointView;
import io.gyre.config.ConfigLoader;
import io.gyre.config.GyreConfig;
import io.gyre.doctor.Diagnosis;
import io.gyre.embedded.EmbeddedSettings;
import io.gyre.embedded.EmbeddedSettings.Shards;
import io.gyre.embedded.EmbeddedZone;
import io.gyre.embedded.faults.FaultRule;
import io.gyre.testing.S3User;
import io.gyre.testing.TestZone;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A route in this JVM from an embedded zone to another one that is called as an ordinary user of
 * it, like any S3 store.
 */
final class StoreRoute implements AutoCloseable {
  static final String ACCOUNT = "account";
  static final String LEASES = "leases";

  private static final int LOG_SHARDS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EmbeddedZone sourceZone = zone("master-1");
  private final EmbeddedZone storeZone = zone("store");
  private final TestZone source = client(sourceZone);
  private final TestZone store = client(storeZone);
  private final S3User account = store.createUser(ACCOUNT);
  private final Path directory;

  /**
   * @param directory of the state
   */
  StoreRoute(Path directory) {
    this.directory = directory;
  }

  private static EmbeddedZone zone(String name) {
    return EmbeddedZone.start(
        EmbeddedSettings.named(name)
            .withWindow(Duration.ofSeconds(1))
            .with(new Shards(2, LOG_SHARDS, LOG_SHARDS)));
  }

  private static TestZone client(EmbeddedZone zone) {
    return new TestZone(
        zone.settings().name(),
        zone.zone().identity().zonegroup(),
        zone.endpoint(),
        zone.key().id(),
        zone.key().secret());
  }

  /** The zone that is copied. */
  TestZone source() {
    return source;
  }

  /** The store as its operator sees it. */
  TestZone store() {
    return store;
  }

  /** What the store's gateway is behind the scenes. */
  EmbeddedZone storeZone() {
    return storeZone;
  }

  /** From now on this goes wrong at the source; nothing without rules. */
  void sourceFails(FaultRule... rules) {
    sourceZone.faults().set(rules);
  }

  /** The same at the store. */
  void storeFails(FaultRule... rules) {
    storeZone.faults().set(rules);
  }

  /** The user of the store that Gyre works as, to look at what it has made. */
  S3User account() {
    return account;
  }

  /** Another user of the store. */
  S3User stranger(String uid) {
    return store.createUser(uid);
  }

  private GyreConfig config(String state, String... lines) {
    String source =
        "source: { endpoint: \"%s\", access-key: \"%s\", secret-key: \"%s\" }"
            .formatted(this.source.endpoint(), this.source.accessKey(), this.source.secretKey());
    String destination =
        ("destination: { type: s3, preset: ceph, lease-bucket: "
                + LEASES
                + ", endpoint: \"%s\", access-key: \"%s\", secret-key: \"%s\" }")
            .formatted(store.endpoint(), account.accessKey(), account.secretKey());
    List<String> all = new ArrayList<>(List.of(source, destination));
    all.add("state: \"" + directory.resolve(state) + "\"");
    all.add("retry: { initial: 10ms, max: 100ms, parked-retry-min: 100ms, unknown-settle: 1s }");
    all.add("timeouts: { lease: 5s }");
    all.add("polling: { idle: 500ms, busy: 100ms, data-log-window: 1s }");
    all.addAll(List.of(lines));
    return new ConfigLoader(Map.of()).parse(String.join("\n", all), "test");
  }

  /** What doctor says of it. */
  Diagnosis examined(String... lines) {
    return new Doctor(config("state", lines), Clock.systemUTC()).examine();
  }

  /**
   * What {@code check} says, line by line, after its exit code.
   *
   * @param state whose knowledge it has
   */
  List<String> checked(String state, Depth depth, Repair repair, String... lines) {
    return checked(state, depth, repair, Optional.of(Path.of("-")), lines);
  }

  /** What it says to people. */
  List<String> checkedText(String... lines) {
    return checked("state", Depth.LISTINGS, Repair.NONE, Optional.empty(), lines);
  }

  private List<String> checked(
      String state, Depth depth, Repair repair, Optional<Path> combined, String... lines) {
    GyreConfig config = config(state, lines);
    StringWriter said = new StringWriter();
    CheckRequest request = request(config, depth, combined, repair);
    int code = new Checking(request, Clock.systemUTC(), new PrintWriter(said, true)).run();
    List<String> all = new ArrayList<>(List.of("exit " + code));
    all.addAll(said.toString().lines().sorted().toList());
    return all;
  }

  private static CheckRequest request(
      GyreConfig config, Depth depth, Optional<Path> combined, Repair repair) {
    return new CheckRequest(
        config,
        CheckScopes.all(config, depth, Sample.ALL),
        "",
        Duration.ofMillis(300),
        new Output(Output.Format.TEXT, Output.Verbosity.QUIET),
        20,
        combined,
        repair);
  }

  /** What {@code cutover} finds. */
  Cutover.Report cutover(String... lines) {
    CheckRequest request =
        request(config("state", lines), Depth.LISTINGS, Optional.empty(), Repair.NONE);
    return new Cutover(request, "--config gyre.yaml", Clock.systemUTC()).examine();
  }

  /** Runs the route until everything up to now has its outcome; gives the exit code. */
  int once(String... lines) throws Exception {
    return onceWithState("state", lines);
  }

  /** The same with a state of its own. */
  int onceWithState(String state, String... lines) throws Exception {
    return start(true, state, lines)
        .run()
        .toCompletableFuture()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** A route that goes on until it is told to stop; not yet begun. */
  Replication continuous(String... lines) {
    return start(false, "state", lines);
  }

  private Replication start(boolean once, String state, String... lines) {
    return new Replication(
        new SyncRequest(
            config(state, lines),
            once,
            Optional.of(Duration.ofSeconds(20)),
            new Output(Output.Format.TEXT, Output.Verbosity.QUIET)));
  }

  /** What is parked now, or refused, with the reasons, for messages. */
  String left() {
    try (CheckpointView state = CheckpointView.open(directory.resolve("state"))) {
      return state.parked(Optional.empty(), 10) + " " + state.summary();
    }
  }

  /** A small object's text at the store. */
  String text(String bucket, String key) {
    return new String(account.get(bucket, key), UTF_8);
  }

  @Override
  public void close() {
    source.close();
    store.close();
    sourceZone.close();
    storeZone.close();
  }
}
