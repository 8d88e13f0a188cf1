package io.gyre.app;

import io.gyre.config.DataRate;
import io.gyre.config.LimitsConfig;
import io.gyre.copy.Bandwidth;
import io.gyre.copy.FairGate;
import io.gyre.route.Drain;
import io.gyre.route.LagTracker;
import io.gyre.route.Pauses;
import io.gyre.route.RouteStatistics;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Executor;

/**
 * The parts of a route that are there before it runs, and that others than its actors look at.
 *
 * @param bandwidth bounds what is read of objects at the source
 * @param copies lets so many objects be copied at once
 * @param fullPasses lets so many bucket shards do their full pass at once
 * @param liveRounds lets so many bucket shards read their log at once
 */
record RouteParts(
    Drain drain,
    RouteStatistics statistics,
    LagTracker lag,
    Pauses pauses,
    Bandwidth bandwidth,
    FairGate copies,
    FairGate fullPasses,
    FairGate liveRounds) {

  /**
   * Parts of a route that has not begun.
   *
   * @param executor starts what the gates let through
   */
  static RouteParts of(LimitsConfig limits, Executor executor) {
    Pauses pauses = new Pauses();
    RouteParts parts =
        new RouteParts(
            new Drain(),
            new RouteStatistics(),
            new LagTracker(),
            pauses,
            new Bandwidth(limits.connections(), System::nanoTime),
            new FairGate(
                limits.objectsInFlight(), limits.bytesInFlight().bytes(), executor, pauses::hold),
            new FairGate(limits.fullPasses(), Long.MAX_VALUE, executor, pauses::hold),
            new FairGate(limits.liveWorkers(), Long.MAX_VALUE, executor, pauses::hold));
    parts.copies.pace(toInt(limits.objectsPerSecond()));
    parts.bandwidth.limit(toLong(limits.bandwidth()));
    return parts;
  }

  private static OptionalInt toInt(Optional<Integer> given) {
    return given.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private static OptionalLong toLong(Optional<DataRate> given) {
    return given
        .map(rate -> OptionalLong.of(rate.perSecond().bytes()))
        .orElse(OptionalLong.empty());
  }
}
