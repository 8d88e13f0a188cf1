package io.gyre.rgw;

import io.gyre.config.Endpoint;
import io.gyre.config.Secret;
import io.gyre.config.Signature;
import io.gyre.config.TimeoutsConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.testing.TestZone;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;

/** Clients of the adapters' own tests against whole gateways. */
final class TestGateways {
  private TestGateways() {}

  static GatewayClient client(ActorTestKit pekko, TestZone zone, Signature signature) {
    ZoneConfig config =
        new ZoneConfig(
            List.of(Endpoint.parse(zone.endpoint().toString())),
            zone.accessKey(),
            Secret.of(zone.secretKey()),
            Optional.empty(),
            "us-east-1",
            signature,
            Optional.empty(),
            false);
    return GatewayClient.create(
        pekko.system(), zone.name(), config, TimeoutsConfig.defaults(), Clock.systemUTC());
  }
}
