package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.gyre.testing.Difference;
import io.gyre.testing.S3User;
import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Puts scenarios through the replicator in each of the ways in which a change can reach it. All
 * scenarios share a process, each has a bucket, and becomes a test of its own.
 *
 * @param subject begins the names of users and buckets
 * @param settling how long what was copied may take to become equal by itself
 */
record ScenarioRunner(
    ZonePair zones, Path directory, String subject, List<Scenario> scenarios, Duration settling) {
  private static final String OWNER = "owner";
  private static final String OTHER = "other";

  /** For copies that are equal at once. */
  ScenarioRunner(ZonePair zones, Path directory, String subject, List<Scenario> scenarios) {
    this(zones, directory, subject, scenarios, Duration.ZERO);
  }

  /** Everything is there when the replicator sees the bucket for the first time. */
  Stream<DynamicTest> fullPass() throws InterruptedException {
    TestRoute route = route("full");
    S3User owner = route.user(OWNER);
    for (UserBucket bucket : created(route, owner, "")) {
      scenario(route, bucket).change().accept(bucket);
    }
    TestRoute.Run run = route.once();
    return Stream.concat(
        Stream.of(dynamicTest("ends with 0", run::requireSuccess)),
        results(route, route.differencesWithin(settling), run.end()));
  }

  /** The change happens while the replicator is down. */
  Stream<DynamicTest> whileStopped() throws InterruptedException {
    TestRoute route = route("stop");
    List<UserBucket> buckets = created(route, route.user(OWNER), "");
    TestRoute.Run first = route.once();
    for (UserBucket bucket : buckets) {
      scenario(route, bucket).change().accept(bucket);
    }
    TestRoute.Run second = route.once();
    return Stream.concat(
        Stream.of(
            dynamicTest("first run ends with 0", first::requireSuccess),
            dynamicTest("second run ends with 0", second::requireSuccess)),
        results(route, route.differencesWithin(settling), second.end()));
  }

  /**
   * The replicator runs. Each scenario once with its beginning replicated before the change, and
   * once in one go.
   */
  Stream<DynamicTest> live() throws InterruptedException {
    TestRoute route = route("live");
    S3User owner = route.user(OWNER);
    try (GyreProcess gyre = route.start()) {
      List<UserBucket> buckets = created(route, owner, "");
      route.differencesAfterArrival(gyre); // what never arrives shows in the end
      for (UserBucket bucket : buckets) {
        scenario(route, bucket).change().accept(bucket);
      }
      for (UserBucket bucket : created(route, owner, "rush-")) {
        scenario(route, bucket).change().accept(bucket);
      }
      List<Difference> differences = route.differencesAfterArrival(gyre);
      int code = gyre.terminate();
      String output = gyre.end();
      return Stream.concat(
          Stream.of(dynamicTest("stops with 0", () -> assertThat(code).as(output).isZero())),
          results(route, differences, output));
    }
  }

  private TestRoute route(String way) {
    TestRoute route = new TestRoute(zones, directory, subject + "-" + way + "-");
    route.user(OTHER);
    return route;
  }

  /** A second user, for scenarios that need one. */
  static S3User otherThan(ZonePair zones, S3User owner) {
    return zones.source().user(owner.uid().replaceFirst(OWNER + "$", OTHER));
  }

  private List<UserBucket> created(TestRoute route, S3User owner, String kind) {
    List<UserBucket> buckets = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      UserBucket bucket = route.bucket(owner, kind + scenario.name());
      scenario.create(bucket);
      buckets.add(bucket);
    }
    return buckets;
  }

  private Scenario scenario(TestRoute route, UserBucket bucket) {
    return scenarios.stream()
        .filter(scenario -> route.named(scenario.name()).equals(bucket.name().replace("rush-", "")))
        .findAny()
        .orElseThrow();
  }

  /** One test a scenario, and one for what differs outside of the buckets. */
  private Stream<DynamicTest> results(TestRoute route, List<Difference> differences, String log) {
    List<String> left = new ArrayList<>(differences.stream().map(Difference::toString).toList());
    List<DynamicTest> tests = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      List<String> own = left.stream().filter(line -> isAbout(route, scenario, line)).toList();
      left.removeAll(own);
      tests.add(
          dynamicTest(
              scenario.name(),
              () -> assertThat(own).as("differences; gyre's log: %s", log).isEmpty()));
    }
    tests.add(dynamicTest("users", () -> assertThat(left).as("differences").isEmpty()));
    return tests.stream();
  }

  private static boolean isAbout(TestRoute route, Scenario scenario, String line) {
    return Stream.of(scenario.name(), "rush-" + scenario.name())
        .map(name -> "bucket " + route.named(name))
        .anyMatch(bucket -> line.startsWith(bucket + ":") || line.startsWith(bucket + ","));
  }
}
