package io.gyre.route;

import static io.gyre.route.Scenario.versioned;

import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** Versions: their ids, order, content, attributes and removal. */
@AnyZones
@Timeout(420)
class VersionsIT {
  private static final String K = "k";
  private static final byte[] PART = new byte[5 << 20];
  private static final byte[] LAST_PART = new byte[12_345];

  private final ZonePair zones;
  private final ScenarioRunner runner;

  VersionsIT(ZonePair zones, @TempDir Path directory) {
    this.zones = zones;
    this.runner = new ScenarioRunner(zones, directory, "versions", SCENARIOS);
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
          versioned(
              "made-and-removed-at-once",
              bucket -> bucket.put(K, "one"),
              bucket -> {
                bucket.put(K, "two");
                bucket.put(K, "three");
                bucket.remove(K, 1);
                bucket.remove(K, 2);
                bucket.setAcl(K, bucket.id(K, 0), ObjectCannedACL.PUBLIC_READ);
              }),
          versioned(
              "every-second-removed",
              bucket -> puts(bucket, K, 6),
              bucket -> {
                puts(bucket, K, 6);
                for (int n = 0; n < 12; n += 2) {
                  bucket.remove(K, n);
                }
              }),
          versioned("current-removed", bucket -> puts(bucket, K, 3), bucket -> bucket.remove(K, 2)),
          versioned("oldest-removed", bucket -> puts(bucket, K, 3), bucket -> bucket.remove(K, 0)),
          versioned(
              "current-removed-then-the-next",
              bucket -> puts(bucket, K, 4),
              bucket -> {
                bucket.remove(K, 3);
                bucket.remove(K, 2);
                bucket.put(K, "above");
                bucket.remove(K, 4);
              }),
          versioned(
              "all-removed",
              bucket -> puts(bucket, K, 3),
              bucket -> List.copyOf(bucket.ids(K)).forEach(id -> bucket.remove(K, id))),
          versioned(
              "all-removed-and-written-again",
              bucket -> puts(bucket, K, 2),
              bucket -> {
                List.copyOf(bucket.ids(K)).forEach(id -> bucket.remove(K, id));
                puts(bucket, K, 2);
              }),
          versioned(
              "same-bytes",
              bucket -> bucket.put(K, "same"),
              bucket -> {
                bucket.put(K, "same");
                bucket.put(K, "same");
                bucket.remove(K, 1);
              }),
          versioned(
              "empty",
              bucket -> bucket.put(K, ""),
              bucket -> {
                bucket.put(K, "not empty");
                bucket.put(K, "");
              }),
          versioned(
              "multipart",
              bucket -> bucket.multipart(K, PART, LAST_PART),
              bucket -> {
                bucket.put(K, "plain between");
                bucket.multipart(K, PART, PART, LAST_PART);
                bucket.multipart("single", LAST_PART);
                bucket.multipart("removed", LAST_PART);
                bucket.remove("removed", 0);
              }),
          versioned(
              "acl-of-old-and-current",
              bucket -> puts(bucket, K, 3),
              bucket -> {
                bucket.setAcl(K, bucket.id(K, 0), ObjectCannedACL.PUBLIC_READ);
                bucket.setAcl(K, bucket.id(K, 2), ObjectCannedACL.AUTHENTICATED_READ);
              }),
          versioned(
              "tags-of-old-and-current",
              bucket -> puts(bucket, K, 3),
              bucket -> {
                bucket.setTags(K, bucket.id(K, 1), Map.of("a", "1", "b", "x y"));
                bucket.setTags(K, bucket.id(K, 2), Map.of("c", "3"));
                bucket.setTags(K, bucket.id(K, 0), Map.of("d", "4"));
                bucket.removeTags(K, bucket.id(K, 0));
              }),
          versioned(
              "attributes-then-another-version",
              bucket -> puts(bucket, K, 2),
              bucket -> {
                bucket.setAcl(K, bucket.id(K, 1), ObjectCannedACL.PUBLIC_READ);
                bucket.setTags(K, bucket.id(K, 1), Map.of("a", "1"));
                bucket.put(K, "above");
                bucket.setTags(K, bucket.id(K, 0), Map.of("b", "2"));
                bucket.setAcl(K, bucket.id(K, 0), ObjectCannedACL.PUBLIC_READ);
              }),
          versioned(
              "attributes-of-what-is-then-removed",
              bucket -> puts(bucket, K, 3),
              bucket -> {
                bucket.setTags(K, bucket.id(K, 1), Map.of("a", "1"));
                bucket.remove(K, 1);
                bucket.setTags(K, bucket.id(K, 2), Map.of("b", "2"));
                bucket.remove(K, 2);
                bucket.setTags(K, bucket.id(K, 0), Map.of("c", "3"));
              }),
          versioned(
              "restored-by-copies",
              bucket -> puts(bucket, K, 2),
              bucket -> {
                bucket.copyOntoItself(K, bucket.id(K, 0), Map.of("restored", "yes"));
                bucket.copyOntoItself(K, bucket.id(K, 1), Map.of("restored", "twice"));
              }),
          versioned(
              "metadata-and-headers",
              bucket -> bucket.put(K, "one"),
              bucket -> {
                bucket.put(K, "two".getBytes(), to -> to.metadata(Map.of("colour", "blue")));
                bucket.put(
                    K,
                    "three".getBytes(),
                    to ->
                        to.cacheControl("no-store")
                            .contentType("text/x")
                            .acl(ObjectCannedACL.PUBLIC_READ)
                            .tagging("a=1&b=x%20y"));
              }),
          versioned("odd-keys", VersionsIT::writeOddKeys, VersionsIT::writeOddKeys),
          versioned(
              "deleted-in-one-call",
              bucket -> {
                for (int i = 0; i < 49; i++) {
                  puts(bucket, "key" + i, 1);
                }
              },
              VersionsIT::deleteInOneCall));

  private static void puts(UserBucket bucket, String key, int count) {
    for (int i = 0; i < count; i++) {
      bucket.put(key, "version " + bucket.ids(key).size() + " of " + key);
    }
  }

  private static void writeOddKeys(UserBucket bucket) {
    for (String key :
        List.of("_under", "__two", "a b", "%2F", "+&?#=", "//x", "dir/", "a:b", "é💡", " lead ")) {
      puts(bucket, key, 2);
      bucket.remove(key, bucket.ids(key).size() - 2);
    }
  }

  private static void deleteInOneCall(UserBucket bucket) {
    List<ObjectIdentifier> keys =
        Stream.iterate(0, i -> i < 49, i -> i + 1)
            .map(i -> ObjectIdentifier.builder().key("key" + i).build())
            .toList();
    bucket
        .client()
        .deleteObjects(
            to -> to.bucket(bucket.name()).delete(Delete.builder().objects(keys).build()));
  }
}
