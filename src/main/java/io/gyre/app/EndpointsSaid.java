package io.gyre.app;

import io.gyre.config.Endpoint;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.metadata.ZoneFacts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the endpoints of one end said when each was asked for its zone.
 *
 * @param end {@code source} or {@code destination}
 */
record EndpointsSaid(String end, List<Said> each) {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointsSaid.class);

  /** One endpoint's zone, or why it is not known. */
  record Said(Endpoint endpoint, Optional<ZoneFacts> zone, Optional<Throwable> failure) {}

  EndpointsSaid {
    each = List.copyOf(each);
  }

  /**
   * The zone that all of those that answered serve; empty when none did.
   *
   * @throws RouteRefused when they serve different zones, or one refuses our credentials
   */
  Optional<ZoneFacts> zone() {
    each.forEach(this::refuseIfDenied);
    Optional<ZoneFacts> zone = each.stream().flatMap(said -> said.zone().stream()).findFirst();
    zone.ifPresent(
        known -> {
          refuseOthersThan(known);
          each.forEach(this::warnIfUnknown);
        });
    return zone;
  }

  private void refuseOthersThan(ZoneFacts known) {
    boolean same =
        each.stream()
            .flatMap(said -> said.zone().stream())
            .allMatch(other -> known.isZone(other.zoneId(), other.realmId()));
    if (!same) {
      String list =
          each.stream()
              .map(said -> "  " + said.endpoint() + " " + said.zone().map(this::serves).orElse("?"))
              .collect(Collectors.joining(System.lineSeparator()));
      throw new RouteRefused(
          ExitCode.CONFIGURATION,
          "%s.endpoint: its endpoints serve different zones; leave only those of one zone:%n%s"
              .formatted(end, list));
    }
  }

  private String serves(ZoneFacts zone) {
    String realm = zone.realmId().isEmpty() ? "without a realm" : "realm " + zone.realmId();
    return "serves zone %s (id %s, %s)".formatted(zone.zoneName(), zone.zoneId(), realm);
  }

  private void warnIfUnknown(Said said) {
    said.failure()
        .ifPresent(
            failure ->
                LOG.warn(
                    "{}: {} did not say which zone it serves, and is not used until it does: {}",
                    end,
                    said.endpoint(),
                    failure.getMessage()));
  }

  /** Why none of them is known. */
  String failures() {
    return each.stream()
        .flatMap(said -> said.failure().stream())
        .map(Throwable::getMessage)
        .collect(Collectors.joining("; "));
  }

  private void refuseIfDenied(Said said) {
    said.failure()
        .filter(failure -> GatewayException.classOf(failure) == FailureClass.DENIED)
        .ifPresent(
            failure -> {
              throw new RouteRefused(ExitCode.UNREACHABLE, denied((GatewayException) failure));
            });
  }

  private String denied(GatewayException refusal) {
    if (refusal.code().equals("RequestTimeTooSkewed")) {
      return end + ": refused the date of our requests (" + refusal.getMessage() + ")";
    }
    return end
        + ": refused our credentials ("
        + refusal.getMessage()
        + "). They must be those of a system user: radosgw-admin user create --uid=gyre"
        + " --display-name=gyre --system";
  }
}
