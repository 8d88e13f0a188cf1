package io.gyre.app;

import io.gyre.checkpoint.RouteIdentity;
import io.gyre.lease.WriteFence;
import io.gyre.ops.Controls;
import io.gyre.ops.OperatedRoute;
import io.gyre.ops.PoolGauge;
import io.gyre.ops.PoolGauge.Connections;
import io.gyre.rgw.RgwBucketSizes;
import io.gyre.s3.S3Client;
import java.util.List;
import java.util.function.IntSupplier;

/** What of a route the server for operators gets to see. */
final class Operations {
  private Operations() {}

  static OperatedRoute of(
      Replication.Route ends,
      RouteParts parts,
      SourceClients source,
      Destination destination,
      WriteFence fence,
      Controls controls) {
    return new OperatedRoute(
        new RouteIdentity(ends.source().zoneId(), ends.destination().id()),
        ends.source().zoneName(),
        ends.destination().name(),
        parts.statistics(),
        parts.lag(),
        parts.copies(),
        parts.fullPasses(),
        parts.liveRounds(),
        List.of(pool("source", source.objects(), source.gateway()::underWay), destination.pool()),
        fence,
        controls,
        new RgwBucketSizes(source.gateway()),
        destination.sizes());
  }

  /**
   * What is open to one end.
   *
   * @param admin requests under way to its admin API
   */
  static PoolGauge pool(String end, S3Client objects, IntSupplier admin) {
    return new PoolGauge(
        end,
        () ->
            objects
                .connections()
                .map(now -> new Connections(now.open(), now.used(), now.waiting())),
        admin);
  }
}
