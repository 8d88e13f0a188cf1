package io.gyre.rgw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.ceph.CephPair;
import io.gyre.ceph.RealCeph;
import io.gyre.config.HttpClientKind;
import io.gyre.copy.ObjectVersion;
import io.gyre.copy.RelayResult;
import io.gyre.copy.VersionWrite;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.testing.SwiftUser;
import io.gyre.testing.UserBucket;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Objects that a gateway encrypts, and those of Swift that are manifests of others. */
@RealCeph
class UnreadableObjectsIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final CephPair ceph;

  UnreadableObjectsIT(CephPair ceph) {
    this.ceph = ceph;
  }

  /** By the owner's key there is no reading it, not for a system user either. */
  @ParameterizedTest
  @EnumSource(HttpClientKind.class)
  void whatItsOwnersKeyEncryptsIsRefusedByName(HttpClientKind kind) throws Exception {
    UserBucket bucket = bucket("sse-c");
    byte[] key = new byte[32];
    byte[] md5 = MessageDigest.getInstance("MD5").digest(key);
    bucket.put(
        "secret",
        "text".getBytes(UTF_8),
        to ->
            to.sseCustomerAlgorithm("AES256")
                .sseCustomerKey(Base64.getEncoder().encodeToString(key))
                .sseCustomerKeyMD5(Base64.getEncoder().encodeToString(md5)));

    GatewayException failure = refused(kind, bucket, "secret");

    assertThat(failure.failureClass()).isEqualTo(FailureClass.INVALID);
    assertThat(failure).hasMessageContaining("SSE-C");
  }

  @ParameterizedTest
  @EnumSource(HttpClientKind.class)
  void whatTheGatewaysKeyEncryptsArrivesDecrypted(HttpClientKind kind) {
    UserBucket bucket = bucket("sse-kms");
    for (int size : new int[] {4, 1 << 20}) {
      String key = "of-" + size;
      bucket.put(
          key,
          new byte[size],
          to -> to.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId("testkey-1"));

      copy(kind, bucket, key);

      assertThat(ceph.destination().user(bucket.user().uid()).get(bucket.name(), key))
          .isEqualTo(new byte[size]);
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClientKind.class)
  void largeObjectsOfSwiftAreRefusedByName(HttpClientKind kind) {
    UserBucket bucket = bucket("swift");
    SwiftUser swift = new SwiftUser(ceph.source(), bucket.user().uid());
    swift.put(bucket.name() + "/part1", "a segment");
    swift.put(bucket.name() + "/dlo", "", "X-Object-Manifest", bucket.name() + "/part");
    swift.put(
        bucket.name() + "/slo?multipart-manifest=put",
        "[{\"path\":\"/" + bucket.name() + "/part1\",\"size_bytes\":9}]");

    for (String key : List.of("dlo", "slo")) {
      GatewayException failure = refused(kind, bucket, key);
      assertThat(failure.failureClass()).isEqualTo(FailureClass.INVALID);
      assertThat(failure).hasMessageContaining("Swift large object");
    }
    copy(kind, bucket, "part1");
  }

  private UserBucket bucket(String kind) {
    String name = kind + "-" + UUID.randomUUID();
    ceph.destination().createUser(name).createBucket(name);
    return new UserBucket(ceph.source().createUser(name), name).create();
  }

  private void copy(HttpClientKind kind, UserBucket bucket, String key) {
    try (TestRelay relay = new TestRelay(ceph, kind)) {
      assertThat(relayed(relay, bucket, key)).succeedsWithin(LIMIT);
    }
  }

  private GatewayException refused(HttpClientKind kind, UserBucket bucket, String key) {
    try (TestRelay relay = new TestRelay(ceph, kind)) {
      var failed =
          assertThat(relayed(relay, bucket, key))
              .failsWithin(LIMIT)
              .withThrowableOfType(ExecutionException.class);
      return (GatewayException) GatewayException.unwrap(failed.actual().getCause());
    }
  }

  private static CompletionStage<RelayResult> relayed(
      TestRelay relay, UserBucket bucket, String key) {
    ObjectVersion version = ObjectVersion.plain(new BucketName("", bucket.name()), key);
    return relay.store().relay(version, VersionWrite.PLAIN);
  }
}
