package io.gyre.embedded;

import io.gyre.testing.ZoneOperator;
import java.net.URI;

/** A gateway that the contract suites are run against: the embedded one, or a real one. */
record GatewaySubject(URI endpoint, String accessKey, String secretKey, ZoneOperator operator) {
  WireClient system() {
    return new WireClient(endpoint, accessKey, secretKey);
  }

  WireClient as(String access, String secret) {
    return new WireClient(endpoint, access, secret);
  }

  WireClient anonymous() {
    return new WireClient(endpoint, "", "");
  }
}
