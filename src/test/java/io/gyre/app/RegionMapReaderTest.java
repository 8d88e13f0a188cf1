package io.gyre.app;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.gyre.config.Endpoint;
import io.gyre.config.Secret;
import io.gyre.config.Signature;
import io.gyre.config.ZoneConfig;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RegionMapReaderTest {
  @RegisterExtension
  private static final WireMockExtension GATEWAY =
      WireMockExtension.newInstance()
          .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
          .build();

  private final RegionMapReader reader = new RegionMapReader();

  @Test
  void theMapIsWhatTheGatewayAnswers() {
    answer(200, "{\"regions\": [], \"master_region\": \"r1\"}");

    assertThat(reader.read(zone(GATEWAY.baseUrl())))
        .hasValueSatisfying(map -> assertThat(map.path("master_region").asText()).isEqualTo("r1"));
  }

  @Test
  void aGatewayWithoutARealmHasNone() {
    answer(404, "{\"Code\": \"NoSuchKey\", \"RequestId\": \"tx1\", \"HostId\": \"h\"}");

    assertThat(reader.read(zone(GATEWAY.baseUrl()))).isEmpty();
  }

  @Test
  void refusedCredentialsAndSilenceAreFailuresThatNameTheDestination() {
    answer(403, "{\"Code\": \"AccessDenied\", \"RequestId\": \"tx1\", \"HostId\": \"h\"}");
    var refused =
        catchThrowableOfType(GatewayException.class, () -> reader.read(zone(GATEWAY.baseUrl())));
    var unreachable =
        catchThrowableOfType(GatewayException.class, () -> reader.read(zone("http://127.0.0.1:1")));

    assertThat(refused.failureClass()).isEqualTo(FailureClass.DENIED);
    assertThat(refused).hasMessageContaining("destination").hasMessageContaining("403");
    assertThat(unreachable).hasMessageContaining("destination (http://127.0.0.1:1)");
  }

  private static void answer(int status, String json) {
    GATEWAY.stubFor(get(urlPathEqualTo("/admin/config")).willReturn(jsonResponse(json, status)));
  }

  private static ZoneConfig zone(String url) {
    return new ZoneConfig(
        List.of(Endpoint.parse(url)),
        "AK",
        Secret.of("SK"),
        Optional.empty(),
        "us-east-1",
        Signature.V4,
        Optional.empty(),
        false);
  }
}
