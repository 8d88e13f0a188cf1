package io.gyre.ops;

import io.gyre.checkpoint.RouteIdentity;
import io.gyre.copy.FairGate;
import io.gyre.lease.WriteFence;
import io.gyre.metadata.BucketSizes;
import io.gyre.route.LagTracker;
import io.gyre.route.RouteStatistics;
import java.util.List;

/**
 * The parts of a running route that are looked at from outside. All of them may be used by any
 * thread and answer at once.
 *
 * @param zones ids of both zones
 * @param source name of the zone that is read
 * @param destination name of the zone that is written
 * @param copies lets so many objects be copied at once
 * @param pools of connections
 * @param fence whether the lease on the route is held
 * @param controls what can be told to it
 * @param sourceSizes how much is in the buckets of the zone that is read
 * @param destinationSizes how much is in those of the zone that is written
 */
public record OperatedRoute(
    RouteIdentity zones,
    String source,
    String destination,
    RouteStatistics statistics,
    LagTracker lag,
    FairGate copies,
    FairGate fullPasses,
    FairGate liveRounds,
    List<PoolGauge> pools,
    WriteFence fence,
    Controls controls,
    BucketSizes sourceSizes,
    BucketSizes destinationSizes) {
  public OperatedRoute {
    pools = List.copyOf(pools);
  }
}
