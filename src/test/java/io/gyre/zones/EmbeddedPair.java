package io.gyre.zones;

import io.gyre.embedded.EmbeddedSettings;
import io.gyre.embedded.EmbeddedSettings.Room;
import io.gyre.embedded.EmbeddedSettings.Shards;
import io.gyre.embedded.EmbeddedZone;
import io.gyre.testing.TestZone;
import io.gyre.testing.ZoneOperator;
import io.gyre.testing.ZonePair;
import java.time.Duration;
import java.util.List;

/** Two zones of the embedded gateway in this JVM, set up as the real ones are. */
final class EmbeddedPair implements ZonePair, AutoCloseable {
  private static final long MEMORY_BYTES = 256L << 20;

  private final List<EmbeddedZone> gateways;
  private final TestZone source;
  private final TestZone destination;

  private EmbeddedPair() {
    this.gateways = List.of(zone("master-1"), zone("slave-1"));
    this.source = testZone(gateways.get(0));
    this.destination = testZone(gateways.get(1));
  }

  static EmbeddedPair start() {
    return new EmbeddedPair();
  }

  private static EmbeddedZone zone(String name) {
    Shards defaults = Shards.DEFAULT;
    return EmbeddedZone.start(
        EmbeddedSettings.named(name)
            .withWindow(Duration.ofSeconds(DATA_LOG_WINDOW_SECONDS))
            .with(new Shards(defaults.index(), LOG_SHARDS, LOG_SHARDS))
            .with(Room.inMemory(MEMORY_BYTES)));
  }

  @Override
  public TestZone source() {
    return source;
  }

  @Override
  public TestZone destination() {
    return destination;
  }

  @Override
  public ZoneOperator operator(TestZone of) {
    return new EmbeddedOperator(gateways.get(of == source ? 0 : 1).zone());
  }

  private static TestZone testZone(EmbeddedZone zone) {
    String name = zone.settings().name();
    return new TestZone(
        name,
        zone.zone().identity().zonegroup(),
        zone.endpoint(),
        zone.key().id(),
        zone.key().secret());
  }

  @Override
  public void close() {
    source.close();
    destination.close();
    gateways.forEach(EmbeddedZone::close);
  }
}
