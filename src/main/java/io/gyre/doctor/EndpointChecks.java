package io.gyre.doctor;

import io.gyre.doctor.EndFacts.AtEndpoint;
import io.gyre.failure.GatewayException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Whether each endpoint of an end answers. */
final class EndpointChecks {
  /** What is slower is on another continent, or busy. */
  private static final Duration FAR = Duration.ofMillis(250);

  private EndpointChecks() {}

  static List<Finding> of(EndFacts end) {
    List<Finding> findings = new ArrayList<>();
    for (AtEndpoint at : end.endpoints()) {
      findings.add(
          at.greeting()
              .either(
                  greeting -> answers(end, at, greeting.roundTrip()),
                  failure -> unreachable(end, at, failure)));
    }
    return findings;
  }

  private static Finding answers(EndFacts end, AtEndpoint at, Duration roundTrip) {
    String message = at.endpoint() + " answers in " + roundTrip.toMillis() + " ms";
    return roundTrip.compareTo(FAR) < 0
        ? Finding.ok(end.end(), Check.ENDPOINT, message)
        : Finding.warn(
            end.end(),
            Check.ENDPOINT,
            message + ": each object waits for that at least once, however small it is",
            List.of(
                "# more at once makes up for it: limits.objects-in-flight (live: gyre limits"
                    + " --concurrency)"));
  }

  private static Finding unreachable(EndFacts end, AtEndpoint at, GatewayException failure) {
    String others = end.reached() ? "; another endpoint of the zone does" : "";
    return Finding.fail(
        end.end(),
        Check.ENDPOINT,
        at.endpoint() + " does not answer: " + reason(failure) + others,
        TlsTrouble.of(failure)
            .map(trouble -> trouble.fix(at.endpoint()))
            .orElseGet(
                () ->
                    List.of(
                        "curl -sS -o /dev/null "
                            + at.endpoint()
                            + "   # from this host: name, route, firewall",
                        "systemctl status ceph-radosgw.target   # on the gateway's host")));
  }

  /** What happened at the bottom; the layers above it name the request once more. */
  static String reason(GatewayException failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    if (cause instanceof TimeoutException) {
      return "no answer in time";
    }
    if (cause instanceof UnknownHostException) {
      return "nobody knows this name";
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
