package io.gyre.app;

import io.gyre.checkpoint.RouteIdentity;
import io.gyre.lease.WriteFence;
import io.gyre.ops.Controls;
import io.gyre.ops.OperatedRoute;
import io.gyre.ops.PoolGauge;
import io.gyre.ops.PoolGauge.Connections;
import io.gyre.rgw.GatewayClient;
import io.gyre.rgw.RgwBucketSizes;
import io.gyre.s3.S3Client;
import java.util.List;

/** What of a route the server for operators gets to see. */
final class Operations {
  private Operations() {}

  static OperatedRoute of(
      Ends.Known ends,
      RouteParts parts,
      GatewayClient source,
      GatewayClient destination,
      ObjectClients clients,
      WriteFence fence,
      Controls controls) {
    return new OperatedRoute(
        new RouteIdentity(ends.source().zoneId(), ends.destination().zoneId()),
        ends.source().zoneName(),
        ends.destination().zoneName(),
        parts.statistics(),
        parts.lag(),
        parts.copies(),
        parts.fullPasses(),
        parts.liveRounds(),
        List.of(
            pool("source", clients.source(), source),
            pool("destination", clients.destination(), destination)),
        fence,
        controls,
        new RgwBucketSizes(source),
        new RgwBucketSizes(destination));
  }

  private static PoolGauge pool(String zone, S3Client objects, GatewayClient admin) {
    return new PoolGauge(
        zone,
        () ->
            objects
                .connections()
                .map(now -> new Connections(now.open(), now.used(), now.waiting())),
        admin::underWay);
  }
}
