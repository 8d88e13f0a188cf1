package io.gyre.ops;

import io.gyre.checkpoint.RouteFacts;
import io.gyre.route.RouteLag;
import io.gyre.route.RouteStatistics;
import java.time.Instant;

/**
 * How a route is, of one moment.
 *
 * @param time by our clock
 * @param counts since the start of the process
 * @param speed of late
 * @param waiting entries of bucket index logs that were read and are not done
 */
record RouteView(
    Instant time,
    RouteLag lag,
    RouteFacts facts,
    RouteStatistics.Snapshot counts,
    RouteStatistics.Speed speed,
    long waiting) {}
