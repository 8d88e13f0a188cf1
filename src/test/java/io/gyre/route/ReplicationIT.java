package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gyre.ceph.CephPair;
import io.gyre.ceph.RealCeph;
import io.gyre.testing.S3User;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The whole replicator, as its jar, between two real zones. */
@RealCeph
@Timeout(240)
class ReplicationIT {
  private static final Duration ARRIVAL = Duration.ofSeconds(60);

  /** Keys that have broken tools before. */
  private static final List<String> ODD_KEYS =
      List.of(
          "_under",
          "__two",
          "a b",
          " lead",
          "trail ",
          "%41",
          "%2F",
          "+&?#=",
          "//x",
          "./../y",
          ".",
          "..",
          "dir/",
          "a:b",
          "q'\"<>",
          "tab\there",
          "é中\uD83D\uDE00",
          "e\u0301",
          "\u05d0\u05d1",
          "k".repeat(1024));

  private final CephPair ceph;
  private final Random random = new Random(20260101);

  @TempDir private Path directory;

  ReplicationIT(CephPair ceph) {
    this.ceph = ceph;
  }

  @Test
  void everythingArrivesOnceAndTheSecondRunCopiesNothing() throws InterruptedException {
    S3User owner = ceph.source().createUser("once-owner");
    S3User other = ceph.source().createUser("once-other");
    owner.createBucket("rep-once");
    for (String key : ODD_KEYS) {
      owner.put("rep-once", key, "content of " + key.length());
    }
    for (int size : new int[] {1, 4096, (4 << 20) - 1, 4 << 20, (4 << 20) + 1}) {
      owner.put("rep-once", "size-" + size, bytes(size));
    }
    owner.put("rep-once", "empty", "");
    owner.put(
        put("rep-once", "public").acl(ObjectCannedACL.PUBLIC_READ).cacheControl("no-cache"),
        bytes(10));
    owner.put(
        put("rep-once", "granted")
            .grantFullControl("id=\"" + owner.uid() + "\"")
            .grantRead("id=\"" + other.uid() + "\"")
            .metadata(Map.of("colour", "blue", "empty-ish", "x"))
            .tagging("a=1&b=x%20y"),
        bytes(10));
    owner.multipart("rep-once", "parts", bytes(5 << 20), bytes(6 << 20), bytes(7));

    runOnce("rep-once");
    assertThat(atDestination(owner, "rep-once")).isEqualTo(BucketContents.of(owner, "rep-once"));

    assertThat(runOnce("rep-once")).contains("copied 0 objects");
  }

  @Test
  void changesAreFollowedAndStoppingIsOrderly() throws InterruptedException {
    S3User owner = ceph.source().createUser("live-owner");
    owner.createBucket("rep-live");
    for (int i = 0; i < 50; i++) {
      owner.put("rep-live", "k" + i, bytes(100));
    }
    try (GyreProcess gyre = GyreProcess.sync(ceph, directory, "rep-live*")) {
      awaitEqual(owner, "rep-live");

      for (int i = 0; i < 20; i++) {
        owner.delete("rep-live", "k" + i);
      }
      owner.put("rep-live", "k30", "another text");
      owner.setTags("rep-live", "k31", Map.of("changed", "yes"));
      owner
          .client()
          .putObjectAcl(
              request -> request.bucket("rep-live").key("k32").acl(ObjectCannedACL.PUBLIC_READ));
      S3User late = ceph.source().createUser("live-late");
      late.createBucket("rep-live-late");
      late.put("rep-live-late", "first", "1");

      awaitEqual(owner, "rep-live");
      awaitEqual(late, "rep-live-late");
      assertThat(gyre.terminate()).as(gyre.output()).isZero();
    }
  }

  @Test
  void aKilledProcessGoesOnWhereItWas() throws InterruptedException {
    S3User owner = ceph.source().createUser("kill-owner");
    owner.createBucket("rep-kill");
    for (int i = 0; i < 400; i++) {
      owner.put("rep-kill", "k" + i, bytes(2000));
    }
    try (GyreProcess gyre = GyreProcess.sync(ceph, directory, "rep-kill")) {
      await().atMost(ARRIVAL).until(() -> countAtDestination(owner, "rep-kill") > 20);
      gyre.kill();
    }
    owner.delete("rep-kill", "k0");
    owner.put("rep-kill", "k1", "written while it was dead");

    runOnce("rep-kill");

    assertThat(atDestination(owner, "rep-kill")).isEqualTo(BucketContents.of(owner, "rep-kill"));
  }

  private String runOnce(String buckets) throws InterruptedException {
    try (GyreProcess gyre = GyreProcess.sync(ceph, directory, buckets, "--once")) {
      int code = gyre.exitCode();
      assertThat(code).as(gyre.output()).isZero();
      return gyre.output();
    }
  }

  private void awaitEqual(S3User owner, String bucket) {
    Map<String, List<Object>> expected = BucketContents.of(owner, bucket);
    await()
        .atMost(ARRIVAL)
        .ignoreExceptionsInstanceOf(S3Exception.class)
        .untilAsserted(() -> assertThat(atDestination(owner, bucket)).isEqualTo(expected));
  }

  private Map<String, List<Object>> atDestination(S3User owner, String bucket) {
    return BucketContents.of(ceph.destination().user(owner.uid()), bucket);
  }

  private int countAtDestination(S3User owner, String bucket) {
    try {
      return ceph.destination()
          .user(owner.uid())
          .client()
          .listObjectsV2(request -> request.bucket(bucket))
          .keyCount();
    } catch (S3Exception notThereYet) {
      return 0;
    }
  }

  private static PutObjectRequest.Builder put(String bucket, String key) {
    return PutObjectRequest.builder().bucket(bucket).key(key);
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
