package io.gyre.rgw;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.config.Endpoint;
import io.gyre.failure.GatewayException;
import io.gyre.metadata.ZoneFacts;
import io.gyre.s3.EndpointRotation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks endpoints which zone they serve. One of another zone is like one that cannot be reached, but
 * said aloud. So is one that refuses to answer, which is why no such failure counts against what is
 * to be copied.
 */
final class ZoneQuestion implements EndpointRotation.Question {
  private static final Logger LOG = LoggerFactory.getLogger(ZoneQuestion.class);
  private static final Duration SAID_EVERY = Duration.ofMinutes(1);

  private final String end;
  private final Function<Endpoint, GatewayClient> clients;
  private final Clock clock;
  private volatile Optional<ZoneFacts> expected = Optional.empty();
  private Instant silentUntil = Instant.MIN;

  /**
   * @param end what failures call it
   * @param clients to ask one endpoint
   */
  ZoneQuestion(String end, Function<Endpoint, GatewayClient> clients, Clock clock) {
    this.end = end;
    this.clients = clients;
    this.clock = clock;
  }

  /** The zone that all of them have to serve. */
  void expect(ZoneFacts zone) {
    expected = Optional.of(zone);
  }

  @Override
  public CompletionStage<?> ask(Endpoint endpoint) {
    Optional<ZoneFacts> zone = expected;
    if (zone.isEmpty()) {
      return CompletableFuture.failedFuture(
          notSent(end + ": which zone it is to be is not known yet", null));
    }
    return clients
        .apply(endpoint)
        .json(GatewayRequest.get("/admin/config").with("type", "zone"))
        .handle(
            (answer, unknown) -> {
              if (unknown != null) {
                Throwable cause = GatewayException.unwrap(unknown);
                sayRefused(cause);
                throw new CompletionException(notSent(String.valueOf(cause.getMessage()), cause));
              }
              return check(endpoint, zone.get(), answer);
            });
  }

  private Endpoint check(Endpoint endpoint, ZoneFacts zone, JsonNode answer) {
    if (zone.isZone(Json.text(answer, "id"), Json.text(answer, "realm_id"))) {
      return endpoint;
    }
    String text =
        "%s: %s does not serve zone %s (id %s) but zone %s (id %s): it is left out; correct %s.endpoint"
            .formatted(
                end,
                endpoint,
                zone.zoneName(),
                zone.zoneId(),
                Json.text(answer, "name"),
                Json.text(answer, "id"),
                end);
    say(text);
    throw new CompletionException(notSent(text, null));
  }

  private void sayRefused(Throwable cause) {
    if (cause instanceof GatewayException known && known.isRefusalOfUs()) {
      say(
          "nothing is sent to a gateway that refuses us until it lets us in again: "
              + known.getMessage());
    }
  }

  private synchronized void say(String text) {
    Instant now = clock.instant();
    if (!now.isBefore(silentUntil)) {
      silentUntil = now.plus(SAID_EVERY);
      LOG.error("{}", text);
    }
  }

  private static GatewayException notSent(String text, @Nullable Throwable cause) {
    return GatewayException.notSent("NoEndpointOfTheZone", text, cause);
  }
}
