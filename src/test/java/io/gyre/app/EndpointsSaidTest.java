package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gyre.app.EndpointsSaid.Said;
import io.gyre.config.Endpoint;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.metadata.ZoneFacts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EndpointsSaidTest {
  private static final Endpoint A = Endpoint.parse("http://a:1");
  private static final Endpoint B = Endpoint.parse("http://b:1");

  private static Said serves(Endpoint endpoint, String zone, String realm) {
    ZoneFacts facts =
        new ZoneFacts(zone, "name-" + zone, "", "", realm, Set.of(), "default-placement", true, 1);
    return new Said(endpoint, Optional.of(facts), Optional.empty());
  }

  private static Said failed(Endpoint endpoint, FailureClass failureClass, String code) {
    GatewayException failure =
        new GatewayException(failureClass, 0, code, endpoint + " failed", null);
    return new Said(endpoint, Optional.empty(), Optional.of(failure));
  }

  private static EndpointsSaid said(Said... each) {
    return new EndpointsSaid("source", List.of(each));
  }

  private static RouteRefused refusal(Said... each) {
    return catchThrowableOfType(RouteRefused.class, () -> said(each).zone());
  }

  @Test
  void endpointsOfOneZoneAreThatZone() {
    assertThat(said(serves(A, "z", "r"), serves(B, "z", "")).zone())
        .map(ZoneFacts::zoneId)
        .contains("z");
  }

  @Test
  void oneThatDoesNotAnswerDoesNotHinderTheOthers() {
    assertThat(said(failed(A, FailureClass.TRANSIENT, ""), serves(B, "z", "r")).zone()).isPresent();
    EndpointsSaid none =
        said(failed(A, FailureClass.TRANSIENT, ""), failed(B, FailureClass.TRANSIENT, ""));
    assertThat(none.zone()).isEmpty();
    assertThat(none.failures()).isEqualTo(A + " failed; " + B + " failed");
  }

  @Test
  void endpointsOfTwoZonesAreRefusedWithWhatEachSaid() {
    RouteRefused refused = refusal(serves(A, "z", "r"), serves(B, "y", "r"));

    assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(refused)
        .hasMessageContaining("source.endpoint")
        .hasMessageContaining(A + " serves zone name-z (id z, realm r)")
        .hasMessageContaining(B + " serves zone name-y (id y, realm r)");
    assertThat(refusal(serves(A, "z", "r"), serves(B, "z", "other")))
        .hasMessageContaining("realm other");
  }

  @Test
  void oneThatRefusesOurCredentialsIsNamed() {
    RouteRefused refused =
        refusal(serves(A, "z", "r"), failed(B, FailureClass.DENIED, "InvalidAccessKeyId"));

    assertThat(refused.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(refused).hasMessageContaining(B + " failed").hasMessageContaining("--system");
  }
}
