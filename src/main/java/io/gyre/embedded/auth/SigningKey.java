package io.gyre.embedded.auth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The SigV4 key of one day, region and service. */
final class SigningKey {
  private final byte[] key;
  private final String scope;

  private SigningKey(byte[] key, String scope) {
    this.key = key;
    this.scope = scope;
  }

  /** Derives the key; {@code scope} is {@code date/region/service/aws4_request}. */
  static SigningKey derive(String secret, String scope) {
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    List<String> steps = Arrays.asList(scope.split("/", -1));
    for (String step : steps) {
      key = Hashes.hmac("HmacSHA256", key, step);
    }
    return new SigningKey(key, scope);
  }

  String scope() {
    return scope;
  }

  String sign(String text) {
    return Hashes.hex(Hashes.hmac("HmacSHA256", key, text));
  }
}
