package io.gyre.rgw;

import io.gyre.config.HttpClientKind;
import io.gyre.copy.ObjectStore;
import io.gyre.copy.ObjectStoreContract;
import io.gyre.testing.TestZone;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@AnyZones
class RgwObjectStoreIT extends ObjectStoreContract {
  private TestRelay relay;

  private final ZonePair zones;

  RgwObjectStoreIT(ZonePair zones) {
    this.zones = zones;
  }

  /** The client that is tested. */
  HttpClientKind kind() {
    return HttpClientKind.NETTY;
  }

  @BeforeAll
  void connect() {
    relay = new TestRelay(zones, kind());
  }

  @AfterAll
  void disconnect() {
    relay.close();
  }

  @Override
  protected TestZone source() {
    return zones.source();
  }

  @Override
  protected TestZone destination() {
    return zones.destination();
  }

  @Override
  protected ObjectStore store() {
    return relay.store();
  }
}
