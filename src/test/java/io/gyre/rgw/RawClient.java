package io.gyre.rgw;

import io.gyre.config.Endpoint;
import io.gyre.config.HttpClientKind;
import io.gyre.config.Secret;
import io.gyre.config.Signature;
import io.gyre.config.TimeoutsConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.copy.AdaptiveLimit;
import io.gyre.s3.EventLoops;
import io.gyre.s3.S3Client;
import io.gyre.testing.RawServer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Clients of servers that answer what a test says. */
final class RawClient {
  private static final int CONNECTIONS = 4;

  /** Lets a few parts through at once. */
  static AdaptiveLimit parts() {
    return new AdaptiveLimit("parts", CONNECTIONS, Runnable::run);
  }

  private RawClient() {}

  static S3Client of(
      RawServer server, HttpClientKind kind, TimeoutsConfig timeouts, EventLoops loops) {
    ZoneConfig zone =
        new ZoneConfig(
            List.of(Endpoint.parse(server.endpoint())),
            "AK",
            Secret.of("SK"),
            Optional.of("z"),
            "us-east-1",
            Signature.V4,
            Optional.empty(),
            false);
    return S3Client.create(kind, zone, timeouts, CONNECTIONS, loops, Clock.systemUTC());
  }
}
