package io.gyre.app;

import io.gyre.config.LimitsConfig;
import io.gyre.copy.FairGate;
import io.gyre.route.Drain;
import io.gyre.route.LagTracker;
import io.gyre.route.RouteStatistics;
import java.util.concurrent.Executor;

/**
 * The parts of a route that are there before it runs, and that others than its actors look at.
 *
 * @param copies lets so many objects be copied at once
 * @param fullPasses lets so many bucket shards do their full pass at once
 * @param liveRounds lets so many bucket shards read their log at once
 */
record RouteParts(
    Drain drain,
    RouteStatistics statistics,
    LagTracker lag,
    FairGate copies,
    FairGate fullPasses,
    FairGate liveRounds) {

  /**
   * Parts of a route that has not begun.
   *
   * @param executor starts what the gates let through
   */
  static RouteParts of(LimitsConfig limits, Executor executor) {
    return new RouteParts(
        new Drain(),
        new RouteStatistics(),
        new LagTracker(),
        new FairGate(limits.objectsInFlight(), limits.bytesInFlight().bytes(), executor),
        new FairGate(limits.fullPasses(), Long.MAX_VALUE, executor),
        new FairGate(limits.liveWorkers(), Long.MAX_VALUE, executor));
  }
}
