package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.gyre.checkpoint.CheckpointView;
import io.gyre.config.ConfigLoader;
import io.gyre.config.GyreConfig;
import io.gyre.copy.ObjectCopier;
import io.gyre.embedded.EmbeddedSettings;
import io.gyre.embedded.EmbeddedSettings.Room;
import io.gyre.embedded.EmbeddedSettings.Shards;
import io.gyre.embedded.EmbeddedZone;
import io.gyre.testing.MovableClock;
import io.gyre.testing.S3User;
import io.gyre.testing.TestZone;
import io.gyre.testing.ZoneComparison;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** The whole replicator in this process, between two zones whose clocks go wrong. */
@Timeout(120)
class SkewedClocksTest {
  /** Gateways take signatures that are a quarter of an hour old, or early. */
  private static final Duration OFF = Duration.ofMinutes(20);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration WINDOW = Duration.ofSeconds(2);
  private static final int SHARDS = 4;
  private static final String PARKED = "parked after";
  private static final Pattern TIMES = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:]{8}Z");
  private static final String BUCKET = "clocks";

  private final Zone source = new Zone("master-1");
  private final Zone destination = new Zone("slave-1");
  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private final AppenderBase<ILoggingEvent> listener =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          said.add(event.getLevel() + " " + event.getFormattedMessage());
        }
      };
  private final Logger log = (Logger) LoggerFactory.getLogger("io.gyre");
  private final Logger copies = (Logger) LoggerFactory.getLogger(ObjectCopier.class);

  @TempDir private Path directory;

  private static final class Zone implements AutoCloseable {
    private final MovableClock clock = new MovableClock();
    private final EmbeddedZone gateway;
    private final TestZone client;

    private Zone(String name) {
      gateway =
          EmbeddedZone.start(
              EmbeddedSettings.named(name)
                  .with(clock)
                  .withWindow(WINDOW)
                  .with(new Shards(2, SHARDS, SHARDS))
                  .with(Room.inMemory(16 << 20)));
      client =
          new TestZone(
              name,
              gateway.zone().identity().zonegroup(),
              gateway.endpoint(),
              gateway.key().id(),
              gateway.key().secret());
    }

    private String yaml() {
      return "{ endpoint: \"%s\", access-key: \"%s\", secret-key: \"%s\" }"
          .formatted(gateway.endpoint(), gateway.key().id(), gateway.key().secret());
    }

    @Override
    public void close() {
      client.close();
      gateway.close();
    }
  }

  @BeforeEach
  void listen() {
    listener.start();
    log.addAppender(listener);
    copies.setLevel(Level.DEBUG);
    copies.setAdditive(false);
    copies.addAppender(listener);
  }

  @AfterEach
  void close() {
    copies.detachAppender(listener);
    copies.setAdditive(true);
    copies.setLevel(null);
    log.detachAppender(listener);
    source.close();
    destination.close();
  }

  private GyreConfig config() {
    return new ConfigLoader(Map.of())
        .parse(
            """
            source: %s
            destination: %s
            state: "%s"
            polling: { idle: 1s, busy: 200ms, bucket-max: 500ms, data-log-window: %ds }
            retry: { initial: 5ms, max: 20ms, attempts: 2 }
            timeouts: { lease: 5s, drain: 2s }
            ops: { listen: none }
            """
                .formatted(
                    source.yaml(),
                    destination.yaml(),
                    directory.resolve("state"),
                    WINDOW.toSeconds()),
            "the test's configuration");
  }

  private Replication replication(boolean once) {
    return new Replication(
        new SyncRequest(
            config(),
            once,
            Optional.empty(),
            new Output(Output.Format.TEXT, Output.Verbosity.QUIET)));
  }

  @ParameterizedTest
  @CsvSource({"source, 20", "destination, -20"})
  void atTheStartItIsRefusedWithWhatToDo(String end, long minutes) throws Exception {
    (end.equals("source") ? source : destination).clock.setAhead(Duration.ofMinutes(minutes));

    int code =
        replication(false).run().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

    assertThat(code).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(said)
        .anyMatch(
            line -> line.startsWith("ERROR " + end + ": refused the date") && saysWhatToDo(line));
  }

  @Test
  void midwayItIsSaidAndWaitedForAndNothingIsLostOrParked() throws Exception {
    S3User owner = source.client.createUser(BUCKET);
    owner.createBucket(BUCKET);
    put(owner, "first", 8);
    Replication running = replication(false);
    var ended = running.run().toCompletableFuture();
    awaitEqual();

    destination.clock.setAhead(OFF);
    put(owner, "second", 12);
    owner.delete(BUCKET, "first-0");
    awaitSaid("destination");
    awaitManyAttempts();
    source.clock.setAhead(OFF.negated());
    awaitSaid("source");
    assertThat(ended).isNotDone();
    assertThat(parked()).isZero();

    destination.clock.setAhead(Duration.ZERO);
    source.clock.setAhead(Duration.ZERO);
    put(owner, "third", 8);
    awaitEqual();
    assertThat(said).noneMatch(line -> line.contains(PARKED));
    assertThat(running.stop().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .isEqualTo(ExitCode.DONE);
  }

  private static void put(S3User owner, String prefix, int count) {
    for (int i = 0; i < count; i++) {
      owner.put(BUCKET, prefix + "-" + i, prefix + " " + i);
    }
  }

  private void awaitEqual() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        ZoneComparison.of(source.client, destination.client)
                            .withBytes()
                            .differences())
                    .isEmpty());
  }

  private void awaitSaid(String end) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                said.stream()
                    .anyMatch(
                        line ->
                            line.startsWith("ERROR nothing is sent to a gateway that refuses us")
                                && line.contains(end + " (")
                                && saysWhatToDo(line)));
  }

  /** With the gateway's time beside ours, since nobody knows which of them is wrong. */
  private static boolean saysWhatToDo(String line) {
    return line.contains("RequestTimeTooSkewed")
        && line.contains("are too far apart: set the one that is wrong")
        && TIMES.matcher(line).results().map(MatchResult::group).distinct().count() == 2;
  }

  /** More of one object than are forgiven while it might be that object's fault. */
  private void awaitManyAttempts() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                said.stream()
                    .anyMatch(line -> line.contains("attempt 50 failed") || line.contains(PARKED)));
  }

  private int parked() {
    try (CheckpointView view = CheckpointView.open(directory.resolve("state"))) {
      return view.summary().parked().count();
    }
  }
}
