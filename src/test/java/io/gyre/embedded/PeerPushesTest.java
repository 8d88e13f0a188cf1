package io.gyre.embedded;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.gyre.embedded.model.ShardHash;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A zone tells its peer of changes. The form is that of a real 16.2. */
class PeerPushesTest {
  private final WireMockServer peer = new WireMockServer(options().dynamicPort());
  private EmbeddedZone zone;
  private WireClient gateway;

  @BeforeEach
  void start() {
    peer.start();
    peer.stubFor(post(anyUrl()).willReturn(ok()));
    zone =
        EmbeddedZone.start(
            EmbeddedSettings.named("pushing-1").withPeer(URI.create(peer.baseUrl())));
    gateway = new WireClient(zone.endpoint(), zone.key().id(), zone.key().secret());
  }

  @AfterEach
  void stop() {
    zone.close();
    peer.stop();
  }

  private static RequestPatternBuilder pushOf(String type) {
    return postRequestedFor(urlPathEqualTo("/admin/log"))
        .withQueryParam("type", equalTo(type))
        .withQueryParam("notify", equalTo(""));
  }

  private void awaitPush(RequestPatternBuilder push) {
    await().untilAsserted(() -> peer.verify(push));
  }

  @Test
  void aBucketThatIsMadeIsInTheMetadataLog() {
    gateway.put("/pushed");
    int shards = zone.zone().metadataLog().shardCount();
    awaitPush(pushOf("metadata"));
    await()
        .until(
            () ->
                peer.findAll(pushOf("metadata")).stream()
                    .anyMatch(
                        push ->
                            push.getBodyAsString()
                                .matches(
                                    ".*[\\[,]"
                                        + ShardHash.metadataLogShard("bucket", "pushed", shards)
                                        + "[,\\]].*")));
  }

  @Test
  void everyWriteIsToldAlsoInsideTheWindow() {
    gateway.put("/pushed");
    for (int i = 0; i < 2; i++) {
      peer.resetRequests();
      gateway.put("/pushed/k", "text");
      awaitPush(pushOf("data").withQueryParam("source-zone", equalTo(zone.zone().identity().id())));
    }
    JsonNode told = GatewayContract.json(peer.findAll(pushOf("data")).get(0).getBodyAsString());
    assertThat(told).hasSize(1);
    assertThat(told.get(0).path("key").isInt()).isTrue();
    assertThat(told.get(0).path("val").get(0).asText()).startsWith("pushed:");
  }

  @Test
  void aPeerThatFailsIsToldOfTheNextChangeAgain() {
    peer.stubFor(
        post(anyUrl())
            .inScenario("failing")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(serverError())
            .willSetStateTo("mended"));
    gateway.put("/failed");
    awaitPush(pushOf("metadata"));
    peer.resetRequests();
    gateway.put("/failed/k", "text");
    awaitPush(pushOf("data"));
  }

  @Test
  void nothingIsToldWhereNothingChanges() {
    gateway.put("/quiet");
    gateway.put("/quiet/k", "text");
    awaitPush(pushOf("data"));
    String notes = peer.findAll(pushOf("data")).get(0).getBodyAsString();
    peer.resetRequests();
    gateway.get("/quiet/k");
    gateway.put("/other");
    awaitPush(pushOf("metadata"));
    peer.verify(0, pushOf("data").withRequestBody(equalToJson(notes)));
  }

  @Test
  void thePeerIsInThePeriodWithItsEndpoint() {
    assertThat(gateway.get("/admin/realm/period").body()).contains("\"" + peer.baseUrl() + "\"");
  }
}
