package io.gyre.app;

import io.gyre.config.Endpoint;
import io.gyre.config.GyreConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.doctor.Remedies;
import io.gyre.doctor.Together;
import io.gyre.failure.FailureClass;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks an end who it is, waiting for one that cannot be reached, and refuses what cannot be an end
 * of a route.
 */
final class Ends {
  /** Two zones, as they have said who they are. */
  record Known(ZoneFacts source, ZoneFacts destination) {
    Names names() {
      return new Names(source.zoneName(), destination.zoneName());
    }
  }

  /** What people know both ends by: a zone's name, a store's first endpoint. */
  record Names(String source, String destination) {}

  private static final Logger LOG = LoggerFactory.getLogger(Ends.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(15);

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

  /**
   * Asks both ends of a route between zones; fails with {@link RouteRefused} when there is none.
   * Whether the source's changes can be followed does not matter.
   */
  CompletionStage<Known> identify(GatewayClient source, GatewayClient destination) {
    return named("source", config.source(), source)
        .thenCombine(destination(destination), Known::new)
        .thenApply(
            known -> {
              refuseSame(known.source(), known.destination());
              return known;
            });
  }

  /** Asks the source; fails with {@link RouteRefused} when it cannot be followed. */
  CompletionStage<ZoneFacts> source(GatewayClient source) {
    return named("source", config.source(), source)
        .thenApply(
            facts -> {
              if (!facts.logsData()) {
                throw new RouteRefused(ExitCode.CONFIGURATION, withoutLogs(facts));
              }
              return facts;
            });
  }

  /** Asks the source, whether or not its changes can be followed. */
  CompletionStage<ZoneFacts> anySource(GatewayClient source) {
    return named("source", config.source(), source);
  }

  /** Asks a zone that is to be written to. */
  CompletionStage<ZoneFacts> destination(GatewayClient destination) {
    return named("destination", config.destination().end(), destination);
  }

  private CompletionStage<ZoneFacts> named(String end, ZoneConfig zone, GatewayClient gateway) {
    return describe(end, zone, gateway, FIRST_PAUSE)
        .thenApply(
            facts -> {
              checkName(end, zone, facts);
              return facts;
            });
  }

  /** Fails with {@link RouteRefused} when both ends are one zone. */
  static void refuseSame(ZoneFacts source, ZoneFacts destination) {
    if (source.zoneId().equals(destination.zoneId())) {
      throw new RouteRefused(
          ExitCode.CONFIGURATION,
          "source and destination are the same zone ("
              + source.zoneName()
              + ", id "
              + source.zoneId()
              + "): nothing to replicate");
    }
  }

  /** Asks a store that is to be written to until it answers, well or with a refusal. */
  <T> CompletionStage<T> store(Supplier<CompletionStage<T>> question) {
    return store(question, FIRST_PAUSE);
  }

  private <T> CompletionStage<T> store(Supplier<CompletionStage<T>> question, Duration pause) {
    return question
        .get()
        .exceptionallyCompose(
            failure -> {
              FailureClass failureClass = GatewayException.classOf(failure);
              return failureClass == FailureClass.TRANSIENT
                      || failureClass == FailureClass.THROTTLED
                  ? wait("destination", GatewayException.unwrap(failure).getMessage(), pause)
                      .thenCompose(waited -> store(question, next(pause)))
                  : CompletableFuture.failedFuture(failure);
            });
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
    return wait(said.end(), said.failures(), pause)
        .thenCompose(waited -> describe(said.end(), zone, gateway, next(pause)));
  }

  private CompletionStage<Void> wait(String end, @Nullable String why, Duration pause) {
    if (giveUpAt.filter(at -> Instant.now().plus(pause).isAfter(at)).isPresent()) {
      throw new RouteRefused(ExitCode.UNREACHABLE, end + ": could not be reached: " + why);
    }
    LOG.warn("{}: not reached, again in {} ms: {}", end, pause.toMillis(), why);
    return delay.apply(pause);
  }

  private static Duration next(Duration pause) {
    Duration next = pause.multipliedBy(2);
    return next.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : next;
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
