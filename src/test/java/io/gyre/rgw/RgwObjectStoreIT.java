package io.gyre.rgw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.ceph.CephPair;
import io.gyre.ceph.RealCeph;
import io.gyre.config.Endpoint;
import io.gyre.config.HttpClientKind;
import io.gyre.config.Secret;
import io.gyre.config.Signature;
import io.gyre.config.TimeoutsConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.copy.ObjectStore;
import io.gyre.copy.ObjectStoreContract;
import io.gyre.copy.ObjectVersion;
import io.gyre.copy.UnaidedOwners;
import io.gyre.copy.VersionWrite;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.s3.EventLoops;
import io.gyre.s3.S3Client;
import io.gyre.testing.SwiftUser;
import io.gyre.testing.TestZone;
import io.gyre.testing.UserBucket;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

@RealCeph
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RgwObjectStoreIT extends ObjectStoreContract {
  private final EventLoops loops = new EventLoops();
  private S3Client from;
  private S3Client to;

  private final CephPair ceph;

  RgwObjectStoreIT(CephPair ceph) {
    this.ceph = ceph;
  }

  /** The client that is tested. */
  HttpClientKind kind() {
    return HttpClientKind.NETTY;
  }

  @BeforeAll
  void connect() {
    from = client(ceph.source());
    to = client(ceph.destination());
  }

  @AfterAll
  void disconnect() {
    from.close();
    to.close();
    loops.close();
  }

  private S3Client client(TestZone zone) {
    ZoneConfig config =
        new ZoneConfig(
            List.of(Endpoint.parse(zone.endpoint().toString())),
            zone.accessKey(),
            Secret.of(zone.secretKey()),
            Optional.of(zone.name()),
            "us-east-1",
            Signature.V4,
            Optional.empty(),
            false);
    return S3Client.create(kind(), config, TimeoutsConfig.defaults(), 16, loops, Clock.systemUTC());
  }

  /** By the owner's key there is no reading it, not for a system user either. */
  @Test
  void whatItsOwnersKeyEncryptsIsRefusedByName() throws Exception {
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

    GatewayException failure = refused(bucket, "secret");

    assertThat(failure.failureClass()).isEqualTo(FailureClass.INVALID);
    assertThat(failure).hasMessageContaining("SSE-C");
  }

  @Test
  void whatTheGatewaysKeyEncryptsArrivesDecrypted() throws Exception {
    UserBucket bucket = bucket("sse-kms");
    for (int size : new int[] {4, 1 << 20}) {
      String key = "of-" + size;
      bucket.put(
          key,
          new byte[size],
          to -> to.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId("testkey-1"));

      done(store().relay(version(bucket, key), VersionWrite.PLAIN));

      assertThat(ceph.destination().user(bucket.user().uid()).get(bucket.name(), key))
          .isEqualTo(new byte[size]);
    }
  }

  @Test
  void largeObjectsOfSwiftAreRefusedByName() {
    UserBucket bucket = bucket("swift");
    SwiftUser swift = new SwiftUser(ceph.source(), bucket.user().uid());
    swift.put(bucket.name() + "/part1", "a segment");
    swift.put(bucket.name() + "/dlo", "", "X-Object-Manifest", bucket.name() + "/part");
    swift.put(
        bucket.name() + "/slo?multipart-manifest=put",
        "[{\"path\":\"/" + bucket.name() + "/part1\",\"size_bytes\":9}]");

    for (String key : List.of("dlo", "slo")) {
      GatewayException failure = refused(bucket, key);
      assertThat(failure.failureClass()).isEqualTo(FailureClass.INVALID);
      assertThat(failure).hasMessageContaining("Swift large object");
    }
    done(store().relay(version(bucket, "part1"), VersionWrite.PLAIN));
  }

  private UserBucket bucket(String kind) {
    String name = kind + "-" + UUID.randomUUID();
    ceph.destination().createUser(name).createBucket(name);
    return new UserBucket(ceph.source().createUser(name), name).create();
  }

  private static ObjectVersion version(UserBucket bucket, String key) {
    return ObjectVersion.plain(new BucketName("", bucket.name()), key);
  }

  private GatewayException refused(UserBucket bucket, String key) {
    return failure(store().relay(version(bucket, key), VersionWrite.PLAIN));
  }

  @Override
  protected TestZone source() {
    return ceph.source();
  }

  @Override
  protected TestZone destination() {
    return ceph.destination();
  }

  @Override
  protected ObjectStore store() {
    return new RgwObjectStore(
        from,
        to,
        Set.of(),
        new UnaidedOwners(),
        new LockDefaults(to),
        CopyObserver.NONE,
        Clock.systemUTC());
  }
}
