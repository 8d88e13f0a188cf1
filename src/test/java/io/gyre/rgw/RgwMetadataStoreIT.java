package io.gyre.rgw;

import io.gyre.config.Signature;
import io.gyre.metadata.MetadataStore;
import io.gyre.metadata.MetadataStoreContract;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;

@AnyZones
class RgwMetadataStoreIT extends MetadataStoreContract {
  private static final ActorTestKit PEKKO = ActorTestKit.create();

  private final MetadataStore store;

  RgwMetadataStoreIT(ZonePair zones) {
    store = new RgwMetadataStore(TestGateways.client(PEKKO, zones.destination(), Signature.V4));
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
