package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gyre.testing.S3User;
import io.gyre.testing.StoreView;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The whole replicator in this JVM, from a zone to what it takes for any S3 store. */
@Timeout(120)
class StoreRouteTest {
  @TempDir private Path directory;
  private StoreRoute route;
  private S3User owner;

  @BeforeEach
  void start() {
    route = new StoreRoute(directory);
    owner = route.source().createUser("owner");
  }

  @AfterEach
  void stop() {
    route.close();
  }

  @Test
  void bucketsAndObjectsArriveAndGo() throws Exception {
    owner.createBucket("photos");
    owner.put("photos", "a", "first");
    owner.put("photos", "ü/ +%", "odd");
    owner.createBucket("other");

    assertThat(route.once()).isZero();

    assertThat(route.text("photos", "a")).isEqualTo("first");
    assertThat(route.text("photos", "ü/ +%")).isEqualTo("odd");

    owner.put("photos", "a", "second");
    owner.delete("photos", "ü/ +%");
    owner.deleteBucket("other");
    owner.createBucket("late");
    owner.put("late", "k", "text");
    assertThat(route.once()).isZero();

    assertThat(route.text("photos", "a")).isEqualTo("second");
    assertThat(route.text("late", "k")).isEqualTo("text");
    assertThatThrownBy(() -> route.text("photos", "ü/ +%")).isInstanceOf(NoSuchKeyException.class);
    assertThat(route.account().client().listBuckets().buckets())
        .extracting(bucket -> bucket.name())
        .containsExactlyInAnyOrder("photos", "late");
  }

  @Test
  void versionsArriveInOrderAndTheRightOneGoes() throws Exception {
    owner.createBucket("versions");
    owner.put("versions", "k", "before there were versions");
    owner.setVersioning("versions", BucketVersioningStatus.ENABLED);
    String second = owner.put("versions", "k", "second");
    owner.delete("versions", "k");
    owner.put("versions", "k", "third");

    assertThat(route.once()).isZero();
    assertSameVersions("versions");

    owner.deleteVersion("versions", "k", second);
    owner.put("versions", "k", "fourth");
    owner.put("versions", "late", "one");
    owner.delete("versions", "late");
    assertThat(route.once()).isZero();
    assertSameVersions("versions");

    owner.setVersioning("versions", BucketVersioningStatus.SUSPENDED);
    owner.put("versions", "k", "null once more");
    owner.put("versions", "k", "and written over");
    owner.delete("versions", "late");
    assertThat(route.once()).isZero();
    assertSameVersions("versions");

    assertThat(route.onceWithState("another", "adopt: []")).isZero();
    assertSameVersions("versions");
  }

  @Test
  void objectsInPartsKeepTheirEtagsAndLeaveNothingBehind() throws Exception {
    owner.createBucket("large");
    byte[][] parts = {bytes(5 << 20), bytes(6 << 20), bytes(5 << 20), bytes(7)};
    owner.multipart(
        CreateMultipartUploadRequest.builder()
            .bucket("large")
            .key("parts")
            .contentType("video/x")
            .metadata(Map.of("a", "b")),
        parts);
    owner.setTags("large", "parts", Map.of("t", "1"));
    owner.multipart("large", "one", bytes(100));
    owner.put("large", "whole", bytes(9 << 20));

    assertThat(route.once()).isZero();

    assertSameVersions("large");
    assertThat(
            route.account().client().listMultipartUploads(list -> list.bucket("large")).uploads())
        .isEmpty();
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private void assertSameVersions(String bucket) {
    assertThat(StoreView.of(route.store(), route.account(), bucket))
        .isEqualTo(StoreView.of(route.source(), owner, bucket));
  }
}
