package io.gyre.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.config.TimeoutsConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.config.agent.RegionMapSource;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.rgw.GatewayClient;
import io.gyre.rgw.RgwZone;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorSystem;

/** Reads the region map over the admin API, before anything else is started. */
final class RegionMapReader implements RegionMapSource {
  private static final TimeoutsConfig TIMEOUTS = TimeoutsConfig.defaults();

  @Override
  public Optional<JsonNode> read(ZoneConfig zone) {
    ActorSystem system = ActorSystem.create("region-map");
    try {
      var gateway = GatewayClient.create(system, "destination", zone, TIMEOUTS, Clock.systemUTC());
      return new RgwZone(gateway)
          .regionMap()
          .toCompletableFuture()
          .orTimeout(wholeTime(zone).toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException e) {
      throw failure(e, zone);
    } finally {
      system.terminate();
    }
  }

  /** Every endpoint may have its turn. */
  private static Duration wholeTime(ZoneConfig zone) {
    return TIMEOUTS.call().multipliedBy(zone.endpoints().size());
  }

  private static RuntimeException failure(CompletionException failure, ZoneConfig zone) {
    Throwable cause = GatewayException.unwrap(failure);
    if (cause instanceof TimeoutException) {
      return new GatewayException(
          FailureClass.TRANSIENT, "destination " + zone.endpoints() + " does not answer", cause);
    }
    return cause instanceof GatewayException known ? known : failure;
  }
}
