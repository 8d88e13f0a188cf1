package io.gyre.store;

import static io.gyre.store.StoreFixture.done;
import static io.gyre.store.StoreFixture.failure;
import static io.gyre.store.StoreFixture.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.copy.DestinationVersion;
import io.gyre.copy.RelayResult;
import io.gyre.copy.VersionStore;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Objects from an embedded zone to an embedded gateway that is called as any S3 store is. */
class StoreObjectsTest {
  private static final int MIB = 1 << 20;
  private static StoreFixture zones;
  private static BucketName bucket;

  @BeforeAll
  static void start() {
    zones = new StoreFixture();
    bucket = zones.bucket("objects");
  }

  @AfterAll
  static void stop() {
    zones.close();
  }

  @AfterEach
  void nothingFails() {
    zones.storeFails();
    zones.sourceFails();
    zones.losses.told.clear();
    zones.clock = Clock.systemUTC();
  }

  private static VersionStore objects() {
    return zones.open().objects();
  }

  private static RelayResult relay(String key) throws Exception {
    return done(objects().relay(plain(bucket, key)));
  }

  private static String shown(List<String> view, String key) {
    return view.stream()
        .filter(line -> line.startsWith(key + " (latest): "))
        .findFirst()
        .orElse("");
  }

  private static void assertSame(String key) {
    assertThat(shown(zones.atStore(bucket), key))
        .isNotEmpty()
        .isEqualTo(shown(zones.atSource(bucket), key));
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  static Stream<String> keys() {
    return Stream.of(
        " spaces at both ends ",
        "percent%41%2Fand+plus&amp?query#fragment=",
        "//two//in//a//row//",
        "./../a/./b/..",
        "_one",
        "quotes'\"`and\\back<slash>|{}[]^~",
        "漢字かな交じり文",
        "emoji-\uD83D\uDE00",
        "control-\u0001\t\u007F\u0085",
        "k".repeat(1024));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyKeyArrivesAndGoes(String key) throws Exception {
    zones.owner().put(bucket.name(), key, "body of " + key);

    relay(key);

    DestinationVersion there = done(objects().destination(plain(bucket, key))).orElseThrow();
    assertThat(there.sourceMtime()).isPresent();
    assertThat(done(objects().versionsAtDestination(bucket, key))).hasSize(1);
    assertSame(key);
    done(objects().remove(plain(bucket, key)));
    assertThat(done(objects().destination(plain(bucket, key)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64 << 10, (64 << 10) + 1, 6 * MIB})
  void everySizeArrives(int size) throws Exception {
    String key = "size-" + size;
    zones.owner().put(bucket.name(), key, bytes(size));

    assertThat(relay(key)).isInstanceOf(RelayResult.Copied.class);

    assertSame(key);
  }

  @Test
  void headersMetadataAndTagsArriveAndTheCopySaysOfWhatItIsOne() throws Exception {
    zones
        .owner()
        .put(
            PutObjectRequest.builder()
                .bucket(bucket.name())
                .key("rich")
                .contentType("text/plain; charset=utf-8")
                .cacheControl("max-age=60, private")
                .contentEncoding("gzip")
                .expires(Instant.parse("2031-01-02T03:04:05Z"))
                .metadata(Map.of("plain", "value", "spaces", "one and one"))
                .tagging("a=1&b%20c=x%2By%20z&%C3%BC=%E6%BC%A2"),
            bytes(10));

    relay("rich");

    assertSame("rich");
    Map<String, String> metadata =
        zones
            .account()
            .client()
            .headObject(head -> head.bucket(bucket.name()).key("rich"))
            .metadata();
    assertThat(metadata)
        .containsEntry("rgwx-source-version-id", "null")
        .containsKeys("rgwx-source-mtime", "rgwx-source-etag");
  }

  @Test
  void whatOnlyAGatewayCanKeepIsNamed() throws Exception {
    zones
        .owner()
        .put(
            PutObjectRequest.builder()
                .bucket(bucket.name())
                .key("granted")
                .acl(ObjectCannedACL.PUBLIC_READ),
            bytes(1));

    relay("granted");

    assertThat(zones.losses.told).containsExactly("granted: grants");
    assertSame("granted");
  }

  @Test
  void moreTagsThanHeadersHoldFollow() throws Exception {
    zones.owner().put(bucket.name(), "tagged", "text");
    zones
        .owner()
        .setTags(
            bucket.name(),
            "tagged",
            Map.of("a", "漢".repeat(250), "b", "漢".repeat(250), "c", "漢".repeat(250)));
    zones.storeFails("status=500 PUT .*tagging");

    assertThat(failure(objects().relay(plain(bucket, "tagged"))).failureClass())
        .isEqualTo(FailureClass.TRANSIENT);
    assertThat(done(objects().destination(plain(bucket, "tagged"))).orElseThrow().sourceMtime())
        .as("a copy that was cut short is not believed")
        .contains(Instant.EPOCH);
    zones.storeFails();
    assertThat(done(objects().relayAttributes(plain(bucket, "tagged")))).isTrue();

    assertSame("tagged");
  }

  static Stream<List<Integer>> parts() {
    return Stream.of(
        List.of(5 * MIB, 6 * MIB, 5 * MIB, 7),
        List.of(8 * MIB, 8 * MIB),
        List.of(100),
        List.of(5 * MIB + 3));
  }

  @ParameterizedTest
  @MethodSource("parts")
  void objectsInPartsKeepTheirEtag(List<Integer> sizes) throws Exception {
    String key = "parts-" + sizes;
    zones
        .owner()
        .multipart(
            bucket.name(), key, sizes.stream().map(StoreObjectsTest::bytes).toArray(byte[][]::new));
    zones.owner().setTags(bucket.name(), key, Map.of("t", "1"));

    RelayResult.Copied copied = (RelayResult.Copied) relay(key);

    assertThat(copied.etagKept()).isTrue();
    assertSame(key);
    assertThat(uploads()).isEmpty();
    assertThat(done(zones.checkpoints.uploads(10))).isEmpty();
  }

  private static List<String> uploads() {
    return zones
        .account()
        .client()
        .listMultipartUploads(list -> list.bucket(bucket.name()))
        .uploads()
        .stream()
        .map(upload -> upload.key())
        .toList();
  }

  @Test
  void anUploadThatWasCutOffIsGoneOnWithPartByPart() throws Exception {
    byte[][] parts = new byte[6][];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = bytes(5 * MIB + i);
    }
    zones.owner().multipart(bucket.name(), "resumed", parts);
    zones.storeFails("status=500 PUT .*partNumber=[56]");

    assertThat(failure(objects().relay(plain(bucket, "resumed"))).failureClass())
        .isEqualTo(FailureClass.TRANSIENT);
    assertThat(uploads()).containsExactly("resumed");
    long before = zones.struck();
    zones.storeFails("delay=1ms PUT .*partNumber=");
    RelayResult.Copied copied = (RelayResult.Copied) relay("resumed");

    assertThat(copied.etagKept()).isTrue();
    assertThat(zones.struck() - before).as("parts of the second attempt").isEqualTo(2);
    assertSame("resumed");
    assertThat(uploads()).isEmpty();
  }

  @Test
  void anUploadOfWhatWasWrittenOverIsAborted() throws Exception {
    zones.owner().multipart(bucket.name(), "over", bytes(5 * MIB), bytes(9));
    zones.storeFails("status=500 PUT .*partNumber=2");
    failure(objects().relay(plain(bucket, "over")));
    zones.storeFails();
    zones.owner().multipart(bucket.name(), "over", bytes(6 * MIB), bytes(8));

    relay("over");

    assertSame("over");
    assertThat(uploads()).isEmpty();
    assertThat(done(zones.checkpoints.uploads(10))).isEmpty();
  }

  @Test
  void anUploadOfWhatTheSourceNoLongerHasIsAborted() throws Exception {
    zones.owner().multipart(bucket.name(), "gone", bytes(5 * MIB), bytes(9));
    zones.storeFails("status=500 PUT .*partNumber=2");
    failure(objects().relay(plain(bucket, "gone")));
    zones.storeFails();
    zones.owner().delete(bucket.name(), "gone");

    assertThat(relay("gone")).isEqualTo(new RelayResult.Gone(false));
    done(objects().settled(bucket, "gone"));

    assertThat(uploads()).isEmpty();
    assertThat(done(zones.checkpoints.uploads(10))).isEmpty();
  }

  @Test
  void anUploadToWhichNobodyComesBackIsAbortedAtAStartDaysLater() throws Exception {
    zones.owner().multipart(bucket.name(), "old", bytes(5 * MIB), bytes(9));
    zones.storeFails("status=500 PUT .*partNumber=2");
    failure(objects().relay(plain(bucket, "old")));
    zones.storeFails();

    done(zones.open().begin());
    assertThat(uploads()).as("its key may still be tried again").containsExactly("old");
    zones.clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(8));
    done(zones.open().begin());

    assertThat(uploads()).isEmpty();
    assertThat(done(zones.checkpoints.uploads(10))).isEmpty();
  }

  @Test
  void anUploadWhoseBeginningWasNotRecordedIsFoundByItsKey() throws Exception {
    zones.account().client().createMultipartUpload(to -> to.bucket(bucket.name()).key("left"));
    zones.owner().multipart(bucket.name(), "left", bytes(5 * MIB), bytes(9));

    relay("left");

    assertSame("left");
    assertThat(uploads()).isEmpty();
  }

  @Test
  void anUploadThatTheStoreForgotBeginsAnew() throws Exception {
    zones.owner().multipart(bucket.name(), "forgotten", bytes(5 * MIB), bytes(9));
    zones.storeFails("status=500 PUT .*partNumber=2");
    failure(objects().relay(plain(bucket, "forgotten")));
    zones.storeFails();
    String id = done(zones.checkpoints.uploads(10)).get(0).uploadId();
    zones
        .account()
        .client()
        .abortMultipartUpload(abort -> abort.bucket(bucket.name()).key("forgotten").uploadId(id));

    relay("forgotten");

    assertSame("forgotten");
  }

  @Test
  void anOverwriteAmidTheCopyCannotMixTwoVersions() throws Exception {
    zones.owner().multipart(bucket.name(), "mixed", bytes(5 * MIB), bytes(9));
    VersionStore objects = objects();
    var relaying =
        zones.read(
            plain(bucket, "mixed"),
            found -> {
              zones.owner().multipart(bucket.name(), "mixed", bytes(6 * MIB), bytes(8));
              return zones.write(found);
            });

    GatewayException failure = failure(relaying);

    assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
    assertThat(failure).hasMessageContaining("changed at the source while it was read");
    assertThat(done(objects.destination(plain(bucket, "mixed")))).isEmpty();
    relay("mixed");
    assertSame("mixed");
  }

  @Test
  void whatTheSourceDoesNotHaveIsGoneAndNothingElseIs() throws Exception {
    assertThat(relay("nothing")).isEqualTo(new RelayResult.Gone(false));
    BucketName nowhere = new BucketName("", "nowhere");
    assertThat(failure(objects().relay(plain(nowhere, "k"))).failureClass())
        .isEqualTo(FailureClass.TRANSIENT);
    zones.owner().createBucket("only-source");
    zones.owner().put("only-source", "k", "text");
    GatewayException noBucket =
        failure(objects().relay(plain(new BucketName("", "only-source"), "k")));
    assertThat(noBucket.failureClass()).isEqualTo(FailureClass.TRANSIENT);
    assertThat(noBucket.code()).isEqualTo("NoSuchBucket");
  }
}
