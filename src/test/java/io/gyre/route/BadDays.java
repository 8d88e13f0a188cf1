package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gyre.checkpoint.CheckpointView;
import io.gyre.route.BadDaysRoute.End;
import io.gyre.testing.Difference;
import io.gyre.testing.FaultProxy;
import io.gyre.testing.S3User;
import io.gyre.testing.ZoneComparison;
import io.gyre.testing.ZonePair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Two zones behind proxies that do harm, and the processes that replicate between them. */
abstract class BadDays {
  static final Duration ARRIVAL = Duration.ofSeconds(120);
  static final int SMALL_OBJECTS = 25;
  static final Predicate<String> ANY = line -> true;
  private static final long SEED = 20260102;

  final ZonePair zones;
  final Random random = new Random(SEED);
  private final List<GyreProcess> processes = new ArrayList<>();

  @TempDir Path directory;
  final FaultProxy source;
  final FaultProxy destination;

  BadDays(ZonePair zones) {
    this.zones = zones;
    this.source = FaultProxy.before(zones.source().endpoint(), SEED);
    this.destination = FaultProxy.before(zones.destination().endpoint(), SEED);
  }

  @BeforeEach
  void harmNobody() {
    source.heal();
    destination.heal();
  }

  @AfterEach
  void close() throws InterruptedException {
    for (GyreProcess process : processes) {
      process.terminate(); // so that the lease is free for the next test
    }
    source.close();
    destination.close();
  }

  BadDaysRoute route(String buckets) {
    return route(
        buckets,
        End.of(zones.source(), source.endpoint()),
        End.of(zones.destination(), destination.endpoint()));
  }

  BadDaysRoute route(String buckets, End from, End to) {
    return new BadDaysRoute(directory, from, to, buckets);
  }

  GyreProcess start(BadDaysRoute route, String... options) {
    GyreProcess process = GyreProcess.sync(route.write(), options);
    processes.add(process);
    return process;
  }

  String ended(int code, BadDaysRoute route, String... options) throws InterruptedException {
    GyreProcess process = start(route, options);
    assertThat(process.exitCode()).as(process.output()).isEqualTo(code);
    return process.output();
  }

  /** A user with a bucket of the same name, of small and large objects. */
  S3User filled(String name) {
    S3User owner = zones.source().createUser(name);
    owner.createBucket(name);
    for (int i = 0; i < SMALL_OBJECTS; i++) {
      owner.put(name, "k" + i, bytes(1 + random.nextInt(5000)));
    }
    owner.put(name, "large", bytes(1_500_000));
    owner.multipart(name, "parts", bytes(5 << 20), bytes(100));
    return owner;
  }

  byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  List<Difference> differences(String name) {
    return ZoneComparison.of(zones.source(), zones.destination())
        .withBytes()
        .onlyUsers(uid -> uid.startsWith(name))
        .onlyBuckets(bucket -> bucket.startsWith(name))
        .differences();
  }

  void awaitEqual(String name) {
    await()
        .atMost(ARRIVAL)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptionsInstanceOf(S3Exception.class)
        .untilAsserted(() -> assertThat(differences(name)).as(() -> printed()).isEmpty());
  }

  private String printed() {
    return processes.stream().map(GyreProcess::output).collect(Collectors.joining("\n--\n"));
  }

  boolean isAtDestination(String bucket, String key) {
    try {
      zones
          .destination()
          .systemUser()
          .client()
          .headObject(request -> request.bucket(bucket).key(key));
      return true;
    } catch (S3Exception absent) {
      return false;
    }
  }

  /** Entries that are parked now. */
  static int parked(BadDaysRoute route) {
    try (CheckpointView view = CheckpointView.open(route.state())) {
      return view.summary().parked().count();
    }
  }

  GyreProcess command(BadDaysRoute route, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", route.write().toString()));
    return GyreProcess.start(directory, List.of(), all);
  }
}
