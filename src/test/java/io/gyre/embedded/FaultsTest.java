package io.gyre.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gyre.embedded.faults.FaultRule;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a client sees of the faults of an embedded gateway. */
class FaultsTest {
  private static EmbeddedZone zone;
  private static WireClient client;

  @BeforeAll
  static void start() {
    zone = EmbeddedZone.start(EmbeddedSettings.named("faulty-1"));
    client = new WireClient(zone.endpoint(), zone.key().id(), zone.key().secret());
    client.put("/faulty");
    client.put("/faulty/k", "0123456789");
  }

  @AfterAll
  static void stop() {
    zone.close();
  }

  private static void wrong(String... rules) {
    FaultRule[] parsed = new FaultRule[rules.length];
    for (int i = 0; i < rules.length; i++) {
      parsed[i] = FaultRule.parse(rules[i]);
    }
    zone.faults().set(parsed);
  }

  @AfterEach
  void allIsWellWithoutRules() {
    wrong();
    assertThat(client.get("/faulty/k").body()).isEqualTo("0123456789");
  }

  @Test
  void anErrorIsAnsweredAndNothingIsDone() {
    wrong("status=503 PUT /faulty/n");
    assertThat(client.put("/faulty/new", "text").status()).isEqualTo(503);
    assertThat(client.get("/faulty/new").status()).isEqualTo(404);
    assertThat(zone.faults().done()).isPositive();
  }

  @Test
  void aResetLeavesTheClientWithoutAnAnswerAndNothingIsDone() {
    wrong("reset PUT");
    assertThatThrownBy(() -> client.put("/faulty/reset", "text"))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(client.get("/faulty/reset").status()).isEqualTo(404);
  }

  @Test
  void aHeadHasNoBodyToBreakOff() {
    wrong("reset");
    assertThat(client.send("HEAD", "/faulty/k", Map.of(), new byte[0]).status()).isEqualTo(500);
  }

  @Test
  void aStatusThatNobodyRegisteredIsAnsweredToo() {
    wrong("status=499 GET");
    assertThat(client.get("/faulty/k").status()).isEqualTo(499);
  }

  @Test
  void aTruncatedAnswerBreaksOffAmidItsBody() {
    wrong("truncate GET /faulty/k");
    assertThatThrownBy(() -> client.get("/faulty/k")).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void halfADocumentComesWholeAndCannotBeRead() {
    wrong("half-document GET .*type=data");
    byte[] half = client.get("/admin/log?type=data").bytes();
    assertThat(half).isNotEmpty();
    assertThatThrownBy(() -> new ObjectMapper().readTree(half))
        .isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void aDelayedAnswerIsTheSame() {
    wrong("delay=200ms");
    long began = System.nanoTime();
    assertThat(client.get("/faulty/k").body()).isEqualTo("0123456789");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(200));
  }

  @Test
  void theFirstRuleThatStrikesCounts() {
    wrong("0 status=500", "status=502 GET", "status=503");
    assertThat(client.get("/faulty/k").status()).isEqualTo(502);
    assertThat(client.put("/faulty/other", "").status()).isEqualTo(503);
  }
}
