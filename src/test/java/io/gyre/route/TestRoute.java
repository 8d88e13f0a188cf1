package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.testing.Difference;
import io.gyre.testing.S3User;
import io.gyre.testing.SpoiltKey;
import io.gyre.testing.TestZone;
import io.gyre.testing.UserBucket;
import io.gyre.testing.ZoneComparison;
import io.gyre.testing.ZonePair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A route of its own between the two zones: the users and buckets whose names begin with a prefix,
 * and a state directory.
 */
final class TestRoute {
  private static final Duration ARRIVAL = Duration.ofSeconds(90);
  private static final Duration BETWEEN_COMPARISONS = Duration.ofSeconds(1);

  private final ZonePair zones;
  private final Path directory;
  private final String prefix;
  private final List<String> configuration;

  /**
   * @param configuration lines beside endpoints, state and selection
   */
  TestRoute(ZonePair zones, Path directory, String prefix, String... configuration) {
    this.zones = zones;
    this.directory = directory;
    this.prefix = prefix;
    this.configuration = List.of(configuration);
  }

  /** The same with other lines of configuration. */
  TestRoute with(String... lines) {
    return new TestRoute(zones, directory, prefix, lines);
  }

  /** The part of it whose names begin with more. */
  TestRoute below(String more) {
    return new TestRoute(zones, directory, prefix + more, configuration.toArray(String[]::new));
  }

  /** The same with another state directory, as if the first were lost. */
  TestRoute withStateBelow(Path other) {
    return new TestRoute(zones, other, prefix, configuration.toArray(String[]::new));
  }

  TestZone source() {
    return zones.source();
  }

  TestZone destination() {
    return zones.destination();
  }

  /** Creates a user at the source. */
  S3User user(String name) {
    return source().createUser(prefix + name);
  }

  /** A bucket of the user at the source, which need not exist. */
  UserBucket bucket(S3User user, String name) {
    return new UserBucket(user, prefix + name);
  }

  /** A name with the prefix. */
  String named(String name) {
    return prefix + name;
  }

  /** Starts Gyre, to run until it is ended. */
  GyreProcess start() {
    return GyreProcess.sync(file(), directory, "--json");
  }

  private RouteFile file() {
    RouteFile file = RouteFile.between(zones).buckets(prefix + "*");
    for (String line : configuration) {
      file = file.with(line);
    }
    return file;
  }

  /** Runs Gyre until everything up to now has its outcome; returns the counts. */
  Run once(String... options) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of("--once", "--json"));
    all.addAll(List.of(options));
    try (GyreProcess gyre = GyreProcess.sync(file(), directory, all.toArray(String[]::new))) {
      int code = gyre.exitCodeOr(this::status);
      return new Run(code, gyre.progress(), gyre.output(), gyre.end());
    }
  }

  /** What {@code gyre status} says, for messages. */
  private String status() throws InterruptedException {
    Path config = file().writeTo(directory);
    List<String> command = List.of("status", "--config", config.toString());
    try (GyreProcess gyre = GyreProcess.start(directory, List.of(), command)) {
      gyre.exitCode();
      return gyre.output();
    }
  }

  /** What differs now among the users and buckets of this route. */
  List<Difference> differences() {
    return differencesWithout(Set.of());
  }

  /** The same without keys that the source itself does not serve. */
  List<Difference> differencesWithout(Set<SpoiltKey> spoilt) {
    return ZoneComparison.of(source(), destination())
        .withBytes()
        .onlyUsers(this::isOurs)
        .onlyBuckets(this::isOurs)
        .without(spoilt)
        .differences();
  }

  /** The keys of parked entries. */
  Set<SpoiltKey> parkedKeys() throws InterruptedException {
    Path config = file().writeTo(directory);
    List<String> list = List.of("parked", "list", "--json", "--config", config.toString());
    try (GyreProcess gyre = GyreProcess.start(directory, List.of(), list)) {
      gyre.exitCode();
      return gyre.objects().stream()
          .map(entry -> new SpoiltKey(entry.path("bucket").asText(), entry.path("key").asText()))
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  /** Removes the users and buckets of this route from both zones. */
  void wipe() {
    source().wipe(this::isOurs);
    destination().wipe(this::isOurs);
  }

  private boolean isOurs(String name) {
    return afterTenant(afterTenant(name, '$'), '/').startsWith(prefix);
  }

  void assertEqual() {
    assertThat(differences()).as("differences").isEmpty();
  }

  /** Waits until the zones are equal; else returns what still differs. */
  List<Difference> differencesAfterArrival(GyreProcess gyre) {
    return differencesWithin(ARRIVAL, () -> alive(gyre).differences());
  }

  /** What still differs after some time in which nothing is replicated; none as soon as that is. */
  List<Difference> differencesWithin(Duration settling) {
    List<Difference> first = differences();
    return first.isEmpty() || settling.isZero()
        ? first
        : differencesWithin(settling, this::differences);
  }

  private List<Difference> differencesWithin(Duration time, Callable<List<Difference>> comparison) {
    try {
      return await()
          .atMost(time)
          .pollInterval(BETWEEN_COMPARISONS)
          .until(comparison, List::isEmpty);
    } catch (ConditionTimeoutException e) {
      return differences();
    }
  }

  void awaitEqual(GyreProcess gyre) {
    List<Difference> differences = differencesAfterArrival(gyre);
    if (!differences.isEmpty()) {
      throw new AssertionError(
          "not equal after " + ARRIVAL + ":\n" + lines(differences) + gyre.end());
    }
  }

  private TestRoute alive(GyreProcess gyre) {
    if (!gyre.isAlive()) {
      throw new AssertionError("gyre has ended: " + gyre.end());
    }
    return this;
  }

  private static String lines(List<Difference> differences) {
    StringBuilder text = new StringBuilder();
    differences.forEach(difference -> text.append(difference).append('\n'));
    return text.toString();
  }

  private static String afterTenant(String name, char separator) {
    return name.substring(name.indexOf(separator) + 1);
  }

  /**
   * A run that has ended.
   *
   * @param progress its last line of progress
   * @param output all that it printed
   * @param end where that is kept, and the last of it, for messages
   */
  record Run(int exitCode, JsonNode progress, String output, String end) {
    /** Fails, with all that was printed, unless everything had an outcome. */
    Run requireSuccess() {
      assertThat(exitCode).as(end).isZero();
      return this;
    }

    long copied() {
      return count("copied");
    }

    long count(String field) {
      JsonNode value = Objects.requireNonNull(progress.get(field), () -> field + " in: " + end);
      return value.asLong();
    }
  }
}
