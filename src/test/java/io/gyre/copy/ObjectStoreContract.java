package io.gyre.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.testing.S3User;
import io.gyre.testing.TestZone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** What every object store between two gateways has to do. Each test has a key of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ObjectStoreContract {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MIB = 1 << 20;

  private final String name = "b-" + UUID.randomUUID();
  private final BucketName bucket = new BucketName("", name);
  private String key = "";
  private S3User owner;
  private S3User ownerThere;

  protected abstract TestZone source();

  protected abstract TestZone destination();

  protected abstract ObjectStore store();

  @BeforeAll
  void makeBuckets() {
    String uid = "owner-" + name;
    owner = source().createUser(uid);
    ownerThere = destination().createUser(uid);
    owner.createBucket(name);
    ownerThere.createBucket(name);
  }

  @BeforeEach
  void chooseKey() {
    key = "key-" + UUID.randomUUID();
  }

  protected static <T> T done(CompletionStage<T> stage) {
    var box =
        new Object() {
          T value;
        };
    assertThat(stage.thenAccept(value -> box.value = value)).succeedsWithin(LIMIT);
    return box.value;
  }

  protected static GatewayException failure(CompletionStage<?> stage) {
    var failed = assertThat(stage).failsWithin(LIMIT).withThrowableOfType(ExecutionException.class);
    return (GatewayException) GatewayException.unwrap(failed.actual().getCause());
  }

  private ObjectVersion plain(String key) {
    return ObjectVersion.plain(bucket, key);
  }

  private RelayResult.Copied relay(String key) {
    RelayResult result = done(store().relay(plain(key), VersionWrite.PLAIN));
    assertThat(result).isInstanceOf(RelayResult.Copied.class);
    return (RelayResult.Copied) result;
  }

  private void assertSame(String key) {
    assertThat(StoredObject.read(ownerThere, name, key))
        .isEqualTo(StoredObject.read(owner, name, key));
  }

  static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  static Stream<String> keys() {
    return Stream.of(
        "plain",
        " spaces at both ends ",
        "percent%41%2Fand+plus&amp?query#fragment=",
        "/leading",
        "//two//in//a//row//",
        ".",
        "..",
        "...",
        "./../a/./b/..",
        "_one",
        "__two",
        "_multipart_like.meta",
        "quotes'\"`and\\back<slash>|{}[]^~",
        "ü-é-ñ",
        "漢字かな交じり文",
        "emoji-\uD83D\uDE00-\uD83C\uDDEA\uD83C\uDDFA",
        "combining-e\u0301-a\u0308",
        "right-to-left-\u0627\u0644\u0639\u0631\u0628\u064A\u0629-\u202E",
        "control-\u0001\t\u007F\u0085",
        "last-of-bmp-\uFFFD",
        "k".repeat(1024),
        "漢".repeat(341));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyKeyArrives(String odd) {
    key = odd;
    owner.put(name, key, "body of " + key);

    RelayResult.Copied copied = relay(key);

    assertThat(copied.bytes()).isEqualTo(("body of " + key).getBytes(UTF_8).length);
    assertThat(copied.etagKept()).isTrue();
    assertSame(key);
    DestinationVersion found = done(store().destination(plain(key))).orElseThrow();
    assertThat(found.sourceMtime()).contains(copied.sourceMtime());
    assertThat(found.size()).isEqualTo(copied.bytes());

    done(store().remove(plain(key)));

    assertThat(done(store().destination(plain(key)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 4096, 64 << 10, (64 << 10) + 1, 4 * MIB - 1, 4 * MIB, 4 * MIB + 1, 20 * MIB})
  void everySizeArrives(int size) {
    source()
        .system()
        .send("PUT", "/" + name + "/" + key, Map.of("rgwx-uid", owner.uid()), bytes(size))
        .requireSuccess();

    assertThat(relay(key).bytes()).isEqualTo(size);
    assertSame(key);
  }

  @Test
  void headersMetadataAndTagsArrive() {
    owner.put(
        PutObjectRequest.builder()
            .bucket(name)
            .key(key)
            .contentType("text/plain; charset=utf-8")
            .cacheControl("max-age=60, private")
            .contentDisposition("attachment; filename=\"a b.txt\"")
            .contentEncoding("gzip")
            .contentLanguage("de, en")
            .expires(Instant.parse("2031-01-02T03:04:05Z"))
            .metadata(Map.of("plain", "value", "spaces", "one and one", "n", "=?a?="))
            .tagging("a=1&b%20c=x%2By%20z&%C3%BC=%E6%BC%A2"),
        bytes(10));

    relay(key);

    assertSame(key);
  }

  @Test
  void aMissingContentTypeStaysMissing() {
    source()
        .system()
        .send("PUT", "/" + name + "/" + key, Map.of("rgwx-uid", owner.uid()), bytes(3))
        .requireSuccess();

    relay(key);

    assertThat(attributes(destination(), key)).doesNotContain("content_type");
    assertSame(key);
  }

  private static String attributes(TestZone zone, String bucket, String key) {
    return zone.system()
        .send(
            "GET",
            "/" + bucket + "/" + key,
            Map.of("rgwx-prepend-metadata", "true", "rgwx-stat", "true"))
        .requireSuccess()
        .text();
  }

  private String attributes(TestZone zone, String key) {
    return attributes(zone, name, key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"private", "public-read", "public-read-write", "authenticated-read"})
  void cannedAclsArrive(String acl) {
    owner.put(
        PutObjectRequest.builder().bucket(name).key(key).acl(ObjectCannedACL.fromValue(acl)),
        bytes(1));

    relay(key);

    assertSame(key);
  }

  @Test
  void grantsForOthersArriveAndUnknownOnesAreDropped() {
    S3User known = source().createUser("known-" + name);
    destination().createUser("known-" + name);
    S3User unknown = source().createUser("unknown-" + name);
    owner.put(
        PutObjectRequest.builder()
            .bucket(name)
            .key(key)
            .grantFullControl("id=" + owner.uid())
            .grantRead("id=" + known.uid() + ", id=" + unknown.uid()),
        bytes(1));

    relay(key);

    StoredObject there = StoredObject.read(ownerThere, name, key);
    assertThat(there.grants())
        .containsExactlyInAnyOrder("FULL_CONTROL " + owner.uid(), "READ " + known.uid());
    assertThat(there.owner()).isEqualTo(owner.uid());
    assertThat(destination().user(known.uid()).get(name, key)).isEqualTo(bytes(1));
  }

  @Test
  void anObjectThatEvenItsOwnerMayNotReadArrives() {
    owner.put(name, key, "x");
    owner
        .client()
        .putObjectAcl(
            put ->
                put.bucket(name)
                    .key(key)
                    .accessControlPolicy(
                        policy -> policy.owner(o -> o.id(owner.uid())).grants(List.of())));

    relay(key);

    assertThat(attributes(destination(), key)).contains("user.rgw.acl");
    assertThat(done(store().destination(plain(key))).orElseThrow().sourceMtime()).isPresent();
    assertThat(ownerThere.client().getObjectAcl(get -> get.bucket(name).key(key)).grants())
        .isEmpty();
  }

  @Test
  void anOwnerWhomTheDestinationDoesNotKnowIsNamed() {
    S3User stranger = source().createUser("stranger-" + name);
    owner
        .client()
        .putBucketAcl(
            put ->
                put.bucket(name)
                    .acl(
                        software.amazon.awssdk.services.s3.model.BucketCannedACL
                            .PUBLIC_READ_WRITE));
    stranger.put(name, key, "x");

    GatewayException failure = failure(store().relay(plain(key), VersionWrite.PLAIN));

    assertThat(failure.failureClass()).isEqualTo(FailureClass.DENIED);
    assertThat(failure).hasMessageContaining("'" + stranger.uid() + "'");
  }

  static Stream<List<Integer>> parts() {
    return Stream.of(
        List.of(5 * MIB, 5 * MIB, 123),
        List.of(8 * MIB, 8 * MIB),
        List.of(5 * MIB, 6 * MIB, 5 * MIB, 7),
        List.of(7 * MIB + 13, 7 * MIB + 13, 7 * MIB + 13),
        List.of(100),
        List.of(5 * MIB + 3),
        // Large enough to be copied side by side.
        List.of(9 * MIB, 5 * MIB + 1, 9 * MIB, 5 * MIB, 9 * MIB, 11));
  }

  @ParameterizedTest
  @MethodSource("parts")
  void multipartUploadsKeepTheirEtag(List<Integer> sizes) {
    byte[][] parts = sizes.stream().map(ObjectStoreContract::bytes).toArray(byte[][]::new);
    String etag =
        owner.multipart(
            CreateMultipartUploadRequest.builder()
                .bucket(name)
                .key(key)
                .contentType("video/x")
                .acl(ObjectCannedACL.PUBLIC_READ)
                .metadata(Map.of("a", "b")),
            parts);
    assertThat(etag).endsWith("-" + sizes.size() + "\"");
    owner.setTags(name, key, Map.of("t", "1 2"));

    assertThat(relay(key).etagKept()).isTrue();

    assertSame(key);
    assertThat(ownerThere.client().listMultipartUploads(list -> list.bucket(name)).uploads())
        .isEmpty();
  }

  @Test
  void tagsThatTheGatewayGarbledAreNotInvented() {
    owner.multipart(
        CreateMultipartUploadRequest.builder().bucket(name).key(key).tagging("t=1"), bytes(9));

    relay(key);

    assertSame(key);
  }

  @Test
  void whatTheSourceDoesNotHaveIsGone() {
    assertThat(done(store().relay(plain("nothing"), VersionWrite.PLAIN)))
        .isEqualTo(new RelayResult.Gone(false));
    assertThat(done(store().existsAtSource(plain("nothing")))).isFalse();
    owner.put(name, "something", "x");
    assertThat(done(store().existsAtSource(plain("something")))).isTrue();
  }

  @Test
  void aMissingBucketProvesNothing() {
    ObjectVersion version = ObjectVersion.plain(new BucketName("", "no-" + name), key);

    GatewayException relayed = failure(store().relay(version, VersionWrite.PLAIN));
    GatewayException asked = failure(store().existsAtSource(version));

    assertThat(List.of(relayed.code(), asked.code())).containsOnly("NoSuchBucket");
    assertThat(List.of(relayed.failureClass(), asked.failureClass()))
        .containsOnly(FailureClass.TRANSIENT);
  }

  @Test
  void removingWhatIsNotThereIsSuccess() {
    done(store().remove(plain("nothing")));

    assertThat(done(store().destination(plain("nothing")))).isEqualTo(Optional.empty());
  }

  @Test
  void relayingTwiceAndOverwritingGiveTheLatest() {
    owner.put(name, key, "first");
    relay(key);
    relay(key);
    owner.put(name, key, "second");

    relay(key);

    assertSame(key);
  }
}
