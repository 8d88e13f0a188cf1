package io.gyre.app;

import io.gyre.config.Endpoint;
import io.gyre.config.GyreConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.doctor.Remedies;
import io.gyre.doctor.Together;
import io.gyre.failure.GatewayException;
import io.gyre.metadata.ZoneFacts;
import io.gyre.rgw.GatewayClient;
import io.gyre.rgw.RgwZone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks both ends who they are, waiting for one that cannot be reached, and refuses what cannot be a
 * route.
 */
final class Ends {
  private static final Logger LOG = LoggerFactory.getLogger(Ends.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(15);

  /** Both zones. */
  record Known(ZoneFacts source, ZoneFacts destination) {}

  private final GyreConfig config;
  private final Function<Duration, CompletionStage<Void>> delay;
  private final Optional<Instant> giveUpAt;

  Ends(
      GyreConfig config,
      Function<Duration, CompletionStage<Void>> delay,
      Optional<Instant> giveUpAt) {
    this.config = config;
    this.delay = delay;
    this.giveUpAt = giveUpAt;
  }

  /** Asks both; fails with {@link RouteRefused} when there is no route between them. */
  CompletionStage<Known> ask(GatewayClient source, GatewayClient destination) {
    return identify(source, destination).thenApply(Ends::refuseWithoutLogs);
  }

  /** As above; whether the source's changes can be followed does not matter. */
  CompletionStage<Known> identify(GatewayClient source, GatewayClient destination) {
    return describe("source", config.source(), source, FIRST_PAUSE)
        .thenCombine(
            describe("destination", config.destination(), destination, FIRST_PAUSE), Known::new)
        .thenApply(this::check);
  }

  /** Each endpoint for itself: one that serves another zone must not be one of them. */
  private CompletionStage<ZoneFacts> describe(
      String end, ZoneConfig zone, GatewayClient gateway, Duration pause) {
    return Together.each(zone.endpoints(), endpoint -> said(gateway, endpoint))
        .thenCompose(
            said -> {
              EndpointsSaid all = new EndpointsSaid(end, said);
              return all.zone()
                  .<CompletionStage<ZoneFacts>>map(CompletableFuture::completedFuture)
                  .orElseGet(() -> again(all, zone, gateway, pause));
            });
  }

  private static CompletionStage<EndpointsSaid.Said> said(
      GatewayClient gateway, Endpoint endpoint) {
    return new RgwZone(gateway.askingOnly(endpoint))
        .describe()
        .handle(
            (facts, failure) ->
                failure == null
                    ? new EndpointsSaid.Said(endpoint, Optional.of(facts), Optional.empty())
                    : new EndpointsSaid.Said(
                        endpoint, Optional.empty(), Optional.of(GatewayException.unwrap(failure))));
  }

  private CompletionStage<ZoneFacts> again(
      EndpointsSaid said, ZoneConfig zone, GatewayClient gateway, Duration pause) {
    String end = said.end();
    if (giveUpAt.filter(at -> Instant.now().plus(pause).isAfter(at)).isPresent()) {
      throw new RouteRefused(
          ExitCode.UNREACHABLE, end + ": could not be reached: " + said.failures());
    }
    LOG.warn("{}: not reached, again in {} ms: {}", end, pause.toMillis(), said.failures());
    Duration next = pause.multipliedBy(2);
    return delay
        .apply(pause)
        .thenCompose(
            waited ->
                describe(end, zone, gateway, next.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : next));
  }

  private Known check(Known known) {
    checkName("source", config.source(), known.source());
    checkName("destination", config.destination(), known.destination());
    if (known.source().zoneId().equals(known.destination().zoneId())) {
      throw new RouteRefused(
          ExitCode.CONFIGURATION,
          "source and destination are the same zone ("
              + known.source().zoneName()
              + ", id "
              + known.source().zoneId()
              + "): nothing to replicate");
    }
    return known;
  }

  private static Known refuseWithoutLogs(Known known) {
    if (!known.source().logsData()) {
      throw new RouteRefused(ExitCode.CONFIGURATION, withoutLogs(known.source()));
    }
    return known;
  }

  private static void checkName(String end, ZoneConfig configured, ZoneFacts facts) {
    configured
        .zone()
        .filter(name -> !name.equals(facts.zoneName()))
        .ifPresent(
            name -> {
              throw new RouteRefused(
                  ExitCode.CONFIGURATION,
                  end
                      + ".zone is '"
                      + name
                      + "', but the gateway at "
                      + configured.endpoints()
                      + " serves zone '"
                      + facts.zoneName()
                      + "'");
            });
  }

  private static String withoutLogs(ZoneFacts source) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "source: zone "
            + source.zoneName()
            + " writes no logs, so its changes cannot be followed.");
    lines.add(
        "A zonegroup with a second zone writes them; that zone need not be deployed. On the source:");
    Remedies.writeLogs(source).forEach(command -> lines.add("  " + command));
    return String.join(System.lineSeparator(), lines);
  }
}
