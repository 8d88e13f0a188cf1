package io.gyre.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signatures of both kinds, in headers and in links, over bodies and over pieces of them. */
abstract class SignatureContract extends GatewayContract {
  private static final byte[] TEXT = "hello".getBytes(StandardCharsets.UTF_8);
  private static final Duration TOO_LONG = Duration.ofMinutes(20);

  private WireSigner right;
  private WireSigner wrong;
  private WireSigner unknown;
  private WireClient wire;
  private String object;

  @BeforeEach
  void makeObject() {
    GatewaySubject subject = subject();
    String host = subject.endpoint().getHost() + ":" + subject.endpoint().getPort();
    right = new WireSigner(host, subject.accessKey(), subject.secretKey());
    wrong = new WireSigner(host, subject.accessKey(), "another");
    unknown = new WireSigner(host, freshName("key"), subject.secretKey());
    wire = subject.anonymous();
    object = "/" + bucket() + "/k";
    gateway.put(object, "hello");
  }

  private WireClient.Answer get(Map<String, String> headers) {
    return wire.send("GET", object, headers, new byte[0]);
  }

  private static void isServed(WireClient.Answer answer) {
    assertThat(answer.body()).isEqualTo("hello");
  }

  private static void isRefused(WireClient.Answer answer, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(answer.body()).contains("<Code>" + code + "</Code>");
  }

  @Test
  void theSecondVersionInHeaders() {
    Instant now = Instant.now();
    isServed(get(right.second("GET", object, now)));
    isRefused(get(wrong.second("GET", object, now)), "SignatureDoesNotMatch");
    isRefused(get(unknown.second("GET", object, now)), "InvalidAccessKeyId");
    isRefused(get(right.second("GET", object, now.minus(TOO_LONG))), "RequestTimeTooSkewed");
    isRefused(get(right.second("PUT", object, now)), "SignatureDoesNotMatch");
  }

  @Test
  void theSecondVersionInLinks() {
    Instant soon = Instant.now().plusSeconds(60);
    isServed(wire.get(right.secondLink(object, soon)));
    isRefused(wire.get(wrong.secondLink(object, soon)), "SignatureDoesNotMatch");
    isRefused(wire.get(right.secondLink(object, soon.minus(TOO_LONG))), "AccessDenied");
  }

  @Test
  void theFourthVersionInHeaders() {
    Instant now = Instant.now();
    isServed(get(right.fourth("GET", object, now, WireSigner.UNSIGNED, Map.of())));
    isRefused(
        get(wrong.fourth("GET", object, now, WireSigner.UNSIGNED, Map.of())),
        "SignatureDoesNotMatch");
    isRefused(
        get(unknown.fourth("GET", object, now, WireSigner.UNSIGNED, Map.of())),
        "InvalidAccessKeyId");
    for (Instant at : new Instant[] {now.minus(TOO_LONG), now.plus(TOO_LONG)}) {
      isRefused(
          get(right.fourth("GET", object, at, WireSigner.UNSIGNED, Map.of())),
          "RequestTimeTooSkewed");
    }
  }

  @Test
  void theFourthVersionInLinks() {
    Instant now = Instant.now();
    isServed(wire.get(right.fourthLink(object, now)));
    isRefused(wire.get(wrong.fourthLink(object, now)), "SignatureDoesNotMatch");
    isRefused(wire.get(right.fourthLink(object, now.minus(TOO_LONG))), "AccessDenied");
  }

  @Test
  void aBodyHasToBeTheOneThatWasSigned() {
    String other = object + "2";
    String sum = WireSigner.sha256("another body".getBytes(StandardCharsets.UTF_8));
    Map<String, String> signed = right.fourth("PUT", other, Instant.now(), sum, Map.of());
    var answer = wire.send("PUT", other, signed, TEXT);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("<Code>XAmzContentSHA256Mismatch</Code>");
    assertThat(gateway.get(other).status()).isEqualTo(404);

    Map<String, String> unsigned =
        right.fourth("PUT", other, Instant.now(), WireSigner.UNSIGNED, Map.of());
    assertThat(wire.send("PUT", other, unsigned, TEXT).status()).isEqualTo(200);
    isServed(gateway.get(other));
  }

  /** As clients send what they have not got in memory. */
  @Test
  void everyPieceOfABodyHasASignature() {
    byte[] body = new byte[200_000];
    body[150_000] = 1;
    var pieces = right.pieces(object, body, 1 << 16);
    var put = wire.send("PUT", object, pieces.headers(), pieces.body());
    assertThat(put.status()).as(put.body()).isEqualTo(200);
    assertThat(gateway.get(object).bytes()).isEqualTo(body);

    var few = right.pieces(object, TEXT, 1 << 16);
    byte[] forged =
        new String(few.body(), StandardCharsets.UTF_8)
            .replace("hello", "jello")
            .getBytes(StandardCharsets.UTF_8);
    // 16.2 has another word for it where the body is short, and none to hear where it is long.
    assertThat(wire.send("PUT", object, few.headers(), forged).status()).isIn(400, 403);
    assertThat(gateway.get(object).bytes()).isEqualTo(body);
  }
}
