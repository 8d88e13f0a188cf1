package io.gyre.embedded;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The contract suites against the embedded gateway. */
class EmbeddedContractTest {
  private static EmbeddedZone zone;

  @BeforeAll
  static void start() {
    zone = EmbeddedZone.start(EmbeddedSettings.named("contract-1"));
  }

  @AfterAll
  static void stop() {
    zone.close();
  }

  private static GatewaySubject embedded() {
    return new GatewaySubject(zone.endpoint(), zone.key().id(), zone.key().secret());
  }

  @Nested
  class Objects extends ObjectContract {
    @Override
    GatewaySubject subject() {
      return embedded();
    }
  }

  @Nested
  class Versions extends VersionContract {
    @Override
    GatewaySubject subject() {
      return embedded();
    }
  }

  @Nested
  class Owners extends OwnerContract {
    @Override
    GatewaySubject subject() {
      return embedded();
    }
  }
}
