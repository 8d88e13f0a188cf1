package io.gyre.embedded;

import io.gyre.ceph.CephPair;
import io.gyre.ceph.RealCeph;
import io.gyre.testing.TestZone;
import org.junit.jupiter.api.Nested;

/** The contract suites against a real gateway: what the embedded one is held to is true. */
@RealCeph
class CephContractIT {
  private final TestZone zone;

  CephContractIT(CephPair ceph) {
    this.zone = ceph.source();
  }

  private GatewaySubject real() {
    return new GatewaySubject(zone.endpoint(), zone.accessKey(), zone.secretKey());
  }

  @Nested
  class Objects extends ObjectContract {
    @Override
    GatewaySubject subject() {
      return real();
    }
  }

  @Nested
  class Versions extends VersionContract {
    @Override
    GatewaySubject subject() {
      return real();
    }
  }

  @Nested
  class Owners extends OwnerContract {
    @Override
    GatewaySubject subject() {
      return real();
    }
  }

  @Nested
  class Admin extends AdminContract {
    @Override
    GatewaySubject subject() {
      return real();
    }
  }
}
