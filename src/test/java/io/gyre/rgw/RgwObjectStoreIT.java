package io.gyre.rgw;

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
import io.gyre.copy.UnaidedOwners;
import io.gyre.s3.EventLoops;
import io.gyre.s3.S3Client;
import io.gyre.testing.TestZone;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

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
