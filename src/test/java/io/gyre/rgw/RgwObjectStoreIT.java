package io.gyre.rgw;

import io.gyre.ceph.CephPair;
import io.gyre.ceph.RealCeph;
import io.gyre.config.Endpoint;
import io.gyre.config.Secret;
import io.gyre.config.Signature;
import io.gyre.config.TimeoutsConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.copy.ObjectStore;
import io.gyre.copy.ObjectStoreContract;
import io.gyre.s3.EventLoops;
import io.gyre.s3.S3Client;
import io.gyre.testing.TestZone;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@RealCeph
class RgwObjectStoreIT extends ObjectStoreContract {
  private static final EventLoops LOOPS = new EventLoops();
  private static S3Client from;
  private static S3Client to;

  private final CephPair ceph;

  RgwObjectStoreIT(CephPair ceph) {
    this.ceph = ceph;
  }

  @BeforeAll
  static void connect(CephPair ceph) {
    from = client(ceph.source());
    to = client(ceph.destination());
  }

  @AfterAll
  static void disconnect() {
    from.close();
    to.close();
    LOOPS.close();
  }

  private static S3Client client(TestZone zone) {
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
    return S3Client.create(config, TimeoutsConfig.defaults(), 16, LOOPS, Clock.systemUTC());
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
        from, to, Set.of(), new LockDefaults(to), CopyObserver.NONE, Clock.systemUTC());
  }
}
