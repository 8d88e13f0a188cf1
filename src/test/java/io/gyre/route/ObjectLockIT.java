package io.gyre.route;

import static io.gyre.route.Scenario.locked;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode.COMPLIANCE;
import static software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode.GOVERNANCE;

import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;

/** Object lock: defaults of buckets, retention, legal hold, and removal where that is allowed. */
@Tag("long")
@AnyZones
@Timeout(420)
class ObjectLockIT {
  private static final String K = "k";
  private static final Duration SHORT = Duration.ofSeconds(3);

  /** What has no retention at the source may have one of a minute at the destination. */
  private static final Duration SETTLING = Duration.ofSeconds(70);

  private final ZonePair zones;
  private final ScenarioRunner runner;

  ObjectLockIT(ZonePair zones, @TempDir Path directory) {
    this.zones = zones;
    this.runner = new ScenarioRunner(zones, directory, "lock", SCENARIOS, SETTLING);
  }

  /** To the next state directory, what is left there would be somebody else's. */
  @AfterEach
  void leaveNothing() {
    zones.source().wipe();
    zones.destination().wipe();
  }

  @TestFactory
  Stream<DynamicTest> fullPass() throws InterruptedException {
    return runner.fullPass();
  }

  @TestFactory
  Stream<DynamicTest> live() throws InterruptedException {
    return runner.live();
  }

  @TestFactory
  Stream<DynamicTest> whileStopped() throws InterruptedException {
    return runner.whileStopped();
  }

  private static final List<Scenario> SCENARIOS =
      List.of(
          locked("no-default", bucket -> {}, bucket -> bucket.put(K, "free")),
          locked(
              "default-retention",
              bucket -> {
                bucket.put(K, "before");
                bucket.retainByDefault(GOVERNANCE, 1);
              },
              bucket -> {
                bucket.put(K, "kept for a day");
                bucket.retainByDefault(GOVERNANCE, 2);
                bucket.put(K, "kept for two");
              }),
          locked(
              "retention-with-the-write",
              bucket -> bucket.put(K, "free"),
              bucket -> putRetained(bucket, K, inDays(9))),
          locked(
              "retention-of-old-and-current",
              bucket -> {
                bucket.put(K, "one");
                bucket.put(K, "two");
              },
              bucket -> {
                bucket.retain(K, bucket.id(K, 0), GOVERNANCE, inDays(3));
                bucket.retain(K, bucket.id(K, 1), COMPLIANCE, inDays(2));
              }),
          locked(
              "retention-extended-and-shortened",
              bucket -> {
                putRetained(bucket, K, inDays(5));
                putRetained(bucket, K, inDays(5));
              },
              bucket -> {
                bucket.retain(K, bucket.id(K, 0), GOVERNANCE, inDays(8));
                bucket.retain(K, bucket.id(K, 1), GOVERNANCE, inDays(1));
              }),
          locked(
              "governance-ended-early",
              bucket -> {
                putRetained(bucket, K, inDays(5));
                bucket.put(K, "above what is kept");
              },
              bucket -> {
                Instant end = Instant.now().plus(SHORT);
                bucket.retain(K, bucket.id(K, 0), GOVERNANCE, end);
                awaitEndOfRetention(bucket, K, bucket.id(K, 0));
              }),
          locked(
              "legal-hold",
              bucket -> {
                bucket.put(K, "one");
                bucket.put(K, "two");
                bucket.put(K, "three");
                bucket.hold(K, bucket.id(K, 2), true);
              },
              bucket -> {
                bucket.hold(K, bucket.id(K, 0), true);
                bucket.hold(K, bucket.id(K, 2), false);
              }),
          locked(
              "hold-taken-off-then-removed",
              bucket -> {
                bucket.put(K, "one");
                bucket.put(K, "two");
                bucket.hold(K, bucket.id(K, 0), true);
                bucket.hold(K, bucket.id(K, 1), true);
              },
              bucket -> {
                bucket.hold(K, bucket.id(K, 0), false);
                bucket.remove(K, 0);
              }),
          locked(
              "governance-bypassed",
              bucket -> {
                putRetained(bucket, K, inDays(5));
                putRetained(bucket, K, inDays(5));
                putRetained(bucket, K, inDays(5));
              },
              bucket -> {
                bucket.removeDespiteGovernance(K, bucket.id(K, 2));
                bucket.removeDespiteGovernance(K, bucket.id(K, 0));
              }),
          locked(
              "emptied-despite-governance-and-deleted",
              bucket -> {
                bucket.retainByDefault(GOVERNANCE, 2);
                putRetained(bucket, K, inDays(5));
                bucket.put(K, "kept by default");
              },
              bucket -> {
                bucket.removeDespiteGovernance(K, bucket.id(K, 1));
                bucket.removeDespiteGovernance(K, bucket.id(K, 0));
                bucket.user().deleteBucket(bucket.name());
              }),
          locked(
              "marker-above-what-is-kept",
              bucket -> putRetained(bucket, K, inDays(5)),
              bucket -> bucket.delete(K)),
          locked(
              "expired",
              bucket -> putRetained(bucket, K, Instant.now().plus(SHORT)),
              bucket -> {
                bucket.put(K, "above what was kept");
                awaitEndOfRetention(bucket, K, bucket.id(K, 0));
              }),
          locked(
              "expired-then-removed",
              bucket -> {
                bucket.put(K, "below");
                putRetained(bucket, K, Instant.now().plus(SHORT));
              },
              bucket -> {
                awaitEndOfRetention(bucket, K, bucket.id(K, 1));
                bucket.remove(K, 1);
              }),
          locked(
              "multipart",
              bucket -> bucket.put(K, "below"),
              bucket -> {
                bucket
                    .user()
                    .multipart(
                        CreateMultipartUploadRequest.builder()
                            .bucket(bucket.name())
                            .key(K)
                            .objectLockMode("GOVERNANCE")
                            .objectLockRetainUntilDate(inDays(4))
                            .objectLockLegalHoldStatus("ON"),
                        new byte[5 << 20],
                        new byte[100]);
                bucket.multipart("default", new byte[100]);
              }));

  private static Instant inDays(int days) {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(days, ChronoUnit.DAYS);
  }

  private static void putRetained(UserBucket bucket, String key, Instant until) {
    bucket.put(
        key,
        "kept".getBytes(UTF_8),
        to -> to.objectLockMode("GOVERNANCE").objectLockRetainUntilDate(until));
  }

  private static void awaitEndOfRetention(UserBucket bucket, String key, String id) {
    Instant end =
        bucket
            .client()
            .getObjectRetention(of -> of.bucket(bucket.name()).key(key).versionId(id))
            .retention()
            .retainUntilDate();
    await().atMost(SHORT.multipliedBy(10)).until(() -> Instant.now().isAfter(end));
  }
}
