package io.gyre.rgw;

import io.gyre.config.Endpoint;
import io.gyre.config.HttpClientKind;
import io.gyre.config.Secret;
import io.gyre.config.Signature;
import io.gyre.config.TimeoutsConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.copy.ObjectStore;
import io.gyre.copy.UnaidedOwners;
import io.gyre.map.Mapping;
import io.gyre.s3.EventLoops;
import io.gyre.s3.S3Client;
import io.gyre.select.Contents;
import io.gyre.testing.TestZone;
import io.gyre.testing.ZonePair;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The object store between the zones of a pair, with clients of its own. */
final class TestRelay implements AutoCloseable {
  private final EventLoops loops = new EventLoops();
  private final S3Client from;
  private final S3Client to;

  TestRelay(ZonePair zones, HttpClientKind kind) {
    this.from = client(zones.source(), kind);
    this.to = client(zones.destination(), kind);
  }

  private S3Client client(TestZone zone, HttpClientKind kind) {
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
    return S3Client.create(kind, config, TimeoutsConfig.defaults(), 16, loops, Clock.systemUTC());
  }

  ObjectStore store() {
    return new RgwObjectStore(
        from,
        to,
        Set.of(),
        new UnaidedOwners(),
        new LockDefaults(to),
        CopyObserver.NONE,
        RawClient.parts(),
        Contents.ALL,
        Mapping.NONE,
        Clock.systemUTC());
  }

  @Override
  public void close() {
    from.close();
    to.close();
    loops.close();
  }
}
