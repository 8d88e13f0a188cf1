package io.gyre.app;

import io.gyre.testing.TestZone;
import io.gyre.testing.ZonePair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests that run commands in this process, each between two zones that are empty at first. */
abstract class LocalRoutes {
  final ZonePair zones;
  final TestZone source;
  final TestZone destination;

  LocalRoutes(ZonePair zones) {
    this.zones = zones;
    this.source = zones.source();
    this.destination = zones.destination();
  }

  @BeforeEach
  void emptyZones() {
    source.wipe();
    destination.wipe();
  }

  @AfterEach
  void logAsBefore() throws Exception {
    LocalRoute.logAsBefore();
  }
}
