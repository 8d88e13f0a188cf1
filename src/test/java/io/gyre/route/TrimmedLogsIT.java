package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gyre.testing.S3User;
import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs that were trimmed before they were read, and logs that Gyre itself trims. */
@AnyZones
@Timeout(300)
class TrimmedLogsIT {
  private static final int KEYS = 40;
  private static final Duration SHORTENED = Duration.ofSeconds(60);

  private final ZonePair zones;
  private final LogTrimmer logs;

  @TempDir private Path directory;

  TrimmedLogsIT(ZonePair zones) {
    this.zones = zones;
    this.logs = new LogTrimmer(zones.source());
  }

  /** To the next state directory, what is left there would be somebody else's. */
  @AfterEach
  void leaveNothing() {
    zones.source().wipe();
    zones.destination().wipe();
  }

  @Test
  void dataLogTrimmedWhileStopped() throws InterruptedException {
    TestRoute route = replicated("datalog-");
    change(route, "plain");
    change(route, "versions");
    logs.trimData();

    try (GyreProcess gyre = route.start()) {
      route.awaitEqual(gyre);
      await()
          .atMost(SHORTENED)
          .untilAsserted(() -> assertThat(gyre.output()).contains("data log", "trimmed"));
      assertThat(gyre.terminate()).as(gyre.end()).isZero();
      assertThat(gyre.progress().path("log_gaps").asInt()).as(gyre.end()).isPositive();
    }
  }

  @Test
  void metadataLogTrimmedWhileStopped() throws InterruptedException {
    TestRoute route = replicated("mdlog-");
    S3User late = route.user("late");
    route.bucket(late, "late").create().put("first", "text");
    new UserAdmin(zones.source()).modify(route.named("owner"), Map.of("max-buckets", "7"));
    route.source().user(route.named("owner")).deleteBucket(route.named("to-be-deleted"));
    logs.trimMetadata();

    assertHealed(route, "metadata log");
  }

  @Test
  void bucketIndexLogsTrimmedWhileStopped() throws InterruptedException {
    TestRoute route = replicated("bilog-");
    change(route, "plain");
    change(route, "versions");
    logs.trimBucketIndex(route.named("plain"));
    logs.trimBucketIndex(route.named("versions"));

    TestRoute.Run run = assertHealed(route, "bucket index log");
    assertThat(run.copied()).as("copied, of %d keys", KEYS).isLessThan(KEYS);
  }

  /** What is left of each bucket shard's log does not show that something was before it. */
  @Test
  void theFirstEntriesOfAnEmptyBucketTrimmedWhileStopped() throws InterruptedException {
    TestRoute route = replicated("first-");
    UserBucket empty = route.bucket(route.source().user(route.named("owner")), "to-be-deleted");
    for (int i = 0; i < 2 * KEYS; i++) {
      empty.put("before" + i, "text");
    }
    logs.trimBucketIndex(route.named("to-be-deleted"));
    for (int i = 0; i < 2 * KEYS; i++) {
      empty.put("after" + i, "text");
    }

    assertHealed(route, "bucket index log");
  }

  @Test
  void allLogsTrimmedAfterTheyWereReadCopyNothing() throws InterruptedException {
    TestRoute route = replicated("read-");
    logs.trimData();
    logs.trimMetadata();
    logs.trimBucketIndex(route.named("plain"));
    logs.trimBucketIndex(route.named("versions"));

    assertThat(route.once().requireSuccess().copied()).isZero();
    route.assertEqual();
  }

  @Test
  void logsTrimmedUnderARunningOne() throws InterruptedException {
    TestRoute route = replicated("running-");
    try (GyreProcess gyre = route.start()) {
      for (int round = 0; round < 5; round++) {
        change(route, "plain");
        change(route, "versions");
        logs.trimBucketIndex(route.named("plain"));
        logs.trimBucketIndex(route.named("versions"));
        logs.trimData();
      }
      route.awaitEqual(gyre);
      assertThat(gyre.terminate()).as(gyre.end()).isZero();
    }
  }

  @Test
  void trimmingKeepsLogsShortAndLosesNothing() throws InterruptedException {
    TestRoute route = replicated("trim-").with("trim: true");
    UserBucket plain = route.bucket(route.source().user(route.named("owner")), "plain");
    try (GyreProcess gyre = route.start()) {
      for (int i = 0; i < 300; i++) {
        plain.put("more" + i, "text " + i);
      }
      change(route, "versions");
      UserAdmin users = new UserAdmin(route.source());
      users.modify(route.named("owner"), Map.of("max-buckets", "7"));
      UserBucket early = route.bucket(plain.user(), "early").create();
      early.put("k", "text");
      route.awaitEqual(gyre);
      await()
          .atMost(SHORTENED)
          .untilAsserted(
              () -> {
                assertThat(logs.longestDataShardOf(route.named("plain"))).isLessThan(2);
                assertThat(logs.longestMetadataShardOf(route.named("owner"))).isLessThan(2);
                assertThat(logs.longestMetadataShardOf(route.named("early"))).isLessThan(2);
                assertThat(logs.bucketIndexEntries(route.named("plain"))).isLessThan(100);
                assertThat(logs.bucketIndexEntries(route.named("versions"))).isLessThan(100);
              });
      assertThat(gyre.terminate()).as(gyre.end()).isZero();
    }
    plain.put("afterwards", "text");
    change(route, "versions");
    changeMetadataOfTheSameLogShards(route);

    TestRoute.Run run = route.once().requireSuccess();

    route.assertEqual();
    assertThat(run.count("log_gaps")).as("its own trims are no gaps:" + run.end()).isZero();
    assertThat(run.copied()).as(run.end()).isLessThan(30);
  }

  /** A shard that another test had emptied before this route saw it would seem to have a gap. */
  private static void changeMetadataOfTheSameLogShards(TestRoute route) {
    String owner = route.named("owner");
    new UserAdmin(route.source()).modify(owner, Map.of("max-buckets", "8"));
    UserBucket early = route.bucket(route.source().user(owner), "early");
    early.enable();
    early.put("k", "another text");
  }

  /** Two buckets with some keys that have arrived, and one that is empty. */
  private TestRoute replicated(String prefix) throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, prefix);
    S3User owner = route.user("owner");
    UserBucket plain = route.bucket(owner, "plain").create();
    UserBucket versions = route.bucket(owner, "versions").create();
    route.bucket(owner, "to-be-deleted").create();
    versions.enable();
    for (int i = 0; i < KEYS; i++) {
      plain.put("key" + i, "text of " + i);
      versions.put("key" + i, "text of " + i);
    }
    route.once().requireSuccess();
    route.assertEqual();
    return route;
  }

  private static void change(TestRoute route, String name) {
    UserBucket bucket = route.bucket(route.source().user(route.named("owner")), name);
    bucket.put("key1", "written again");
    bucket.put("new", "a new key");
    bucket.delete("key2");
    bucket.delete("new");
    bucket.put("newer", "a newer key");
    bucket.tagCurrentIfThere("key3", Map.of("a", "1"));
    bucket.put("key4", "to be removed");
    if (!bucket.ids("key4").isEmpty()) {
      bucket.remove("key4", 0);
    }
  }

  private static TestRoute.Run assertHealed(TestRoute route, String log)
      throws InterruptedException {
    TestRoute.Run run = route.once().requireSuccess();
    route.assertEqual();
    assertThat(run.count("log_gaps")).as("log_gaps:" + run.end()).isPositive();
    assertThat(run.output().lines())
        .as(run.end())
        .anyMatch(line -> line.contains(log) && line.contains("trimmed"));
    return run;
  }
}
