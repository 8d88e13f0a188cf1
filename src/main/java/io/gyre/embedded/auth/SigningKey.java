package io.gyre.embedded.auth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;

/** The SigV4 key of one day, region and service. */
final class SigningKey {
  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] key;
  private final Mac prototype;
  private final String scope;

  private SigningKey(byte[] key, String scope) {
    this.key = key;
    this.prototype = Hashes.mac(ALGORITHM, key);
    this.scope = scope;
  }

  /** Derives the key; {@code scope} is {@code date/region/service/aws4_request}. */
  static SigningKey derive(String secret, String scope) {
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    List<String> steps = Arrays.asList(scope.split("/", -1));
    for (String step : steps) {
      key = Hashes.hmac(ALGORITHM, key, step);
    }
    return new SigningKey(key, scope);
  }

  String scope() {
    return scope;
  }

  String sign(String text) {
    return Hashes.hex(mac().doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A copy saves looking for a provider and hashing the key. */
  private Mac mac() {
    try {
      return (Mac) prototype.clone();
    } catch (CloneNotSupportedException e) { // as of providers that are not the JDK's
      return Hashes.mac(ALGORITHM, key);
    }
  }
}
