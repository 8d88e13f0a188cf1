package io.gyre.app;

import io.gyre.config.GyreConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.doctor.Remedies;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.metadata.ZoneFacts;
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
  CompletionStage<Known> ask(RgwZone source, RgwZone destination) {
    return describe("source", source, FIRST_PAUSE)
        .thenCombine(describe("destination", destination, FIRST_PAUSE), Known::new)
        .thenApply(this::check);
  }

  private CompletionStage<ZoneFacts> describe(String end, RgwZone zone, Duration pause) {
    return zone.describe()
        .handle(
            (facts, failure) ->
                failure == null
                    ? CompletableFuture.completedFuture(facts)
                    : again(end, zone, pause, GatewayException.unwrap(failure)))
        .thenCompose(stage -> stage);
  }

  private CompletionStage<ZoneFacts> again(
      String end, RgwZone zone, Duration pause, Throwable failure) {
    FailureClass failureClass = GatewayException.classOf(failure);
    if (failureClass == FailureClass.DENIED) {
      throw new RouteRefused(ExitCode.UNREACHABLE, denied(end, (GatewayException) failure));
    }
    if (giveUpAt.filter(at -> Instant.now().plus(pause).isAfter(at)).isPresent()) {
      throw new RouteRefused(
          ExitCode.UNREACHABLE, end + ": could not be reached: " + failure.getMessage());
    }
    LOG.warn("{}: not reached, again in {} ms: {}", end, pause.toMillis(), failure.getMessage());
    Duration next = pause.multipliedBy(2);
    return delay
        .apply(pause)
        .thenCompose(
            waited -> describe(end, zone, next.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : next));
  }

  private static String denied(String end, GatewayException refusal) {
    if (refusal.code().equals("RequestTimeTooSkewed")) {
      return end
          + ": the clocks of this machine and of the gateway are too far apart ("
          + refusal.getMessage()
          + "). Here it is "
          + Instant.now()
          + "; set the clock that is wrong, best by NTP";
    }
    return end
        + ": refused our credentials ("
        + refusal.getMessage()
        + "). They must be those of a system user: radosgw-admin user create --uid=gyre"
        + " --display-name=gyre --system";
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
