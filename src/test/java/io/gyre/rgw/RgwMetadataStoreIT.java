package io.gyre.rgw;

import io.gyre.ceph.CephPair;
import io.gyre.ceph.RealCeph;
import io.gyre.config.Signature;
import io.gyre.metadata.MetadataStore;
import io.gyre.metadata.MetadataStoreContract;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;

@RealCeph
class RgwMetadataStoreIT extends MetadataStoreContract {
  private static final ActorTestKit PEKKO = ActorTestKit.create();

  private final MetadataStore store;

  RgwMetadataStoreIT(CephPair ceph) {
    store = new RgwMetadataStore(RealGateways.client(PEKKO, ceph.destination(), Signature.V4));
  }

  @AfterAll
  static void stop() {
    PEKKO.shutdownTestKit();
  }

  @Override
  protected MetadataStore store() {
    return store;
  }
}
