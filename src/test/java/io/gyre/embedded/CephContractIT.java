package io.gyre.embedded;

import io.gyre.ceph.CephPair;
import io.gyre.ceph.RealCeph;
import io.gyre.testing.TestZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The contract suites against a real gateway: what the embedded one is held to is true. */
@RealCeph
class CephContractIT {
  private final CephPair ceph;

  CephContractIT(CephPair ceph) {
    this.ceph = ceph;
  }

  @BeforeAll
  static void addPlacements(CephPair ceph) {
    ceph.operator(ceph.source()).addPlacements(PlacementContract.PLACEMENTS);
  }

  @AfterAll
  static void removePlacements(CephPair ceph) {
    ceph.source().wipe();
    ceph.operator(ceph.source()).removePlacements(PlacementContract.PLACEMENTS);
  }

  private GatewaySubject real() {
    TestZone zone = ceph.source();
    return new GatewaySubject(
        zone.endpoint(), zone.accessKey(), zone.secretKey(), ceph.operator(zone));
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

  @Nested
  class Placement extends PlacementContract {
    @Override
    GatewaySubject subject() {
      return real();
    }
  }

  @Nested
  class Logs extends LogContract {
    @Override
    GatewaySubject subject() {
      return real();
    }
  }

  @Nested
  class Metadata extends MetadataContract {
    @Override
    GatewaySubject subject() {
      return real();
    }
  }

  @Nested
  class Uploads extends UploadContract {
    @Override
    GatewaySubject subject() {
      return real();
    }
  }

  @Nested
  class Listings extends ListingContract {
    @Override
    GatewaySubject subject() {
      return real();
    }
  }

  @Nested
  class BucketsOfUsers extends BucketContract {
    @Override
    GatewaySubject subject() {
      return real();
    }
  }

  @Nested
  class Signatures extends SignatureContract {
    @Override
    GatewaySubject subject() {
      return real();
    }
  }
}
