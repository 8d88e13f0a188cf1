package io.gyre.ops;

import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What is open and under way to one zone.
 *
 * @param zone {@code source} or {@code destination}
 * @param objects the connections for objects; empty where they are not known
 * @param admin requests to its admin API without an answer so far
 */
public record PoolGauge(String zone, Supplier<Optional<Connections>> objects, IntSupplier admin) {
  /**
   * Connections of a moment.
   *
   * @param open that stand, or are being made
   * @param used those of them with a request
   * @param waiting requests that wait for one
   */
  public record Connections(int open, int used, int waiting) {}
}
