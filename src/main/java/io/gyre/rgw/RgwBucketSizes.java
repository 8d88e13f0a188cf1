package io.gyre.rgw;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.log.BucketName;
import io.gyre.map.Places;
import io.gyre.metadata.BucketSizes;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The sizes of a zone's buckets, over {@code /admin/bucket?stats}. */
public final class RgwBucketSizes implements BucketSizes {
  private final GatewayClient gateway;
  private final Places places;

  /** Those of the zone that this client talks to; its user has to be a system user. */
  public RgwBucketSizes(GatewayClient gateway) {
    this(gateway, Places.SAME);
  }

  /** As above, asked for buckets of the source, which are at these places. */
  public RgwBucketSizes(GatewayClient gateway, Places places) {
    this.gateway = gateway;
    this.places = places;
  }

  @Override
  public CompletionStage<Optional<Size>> of(BucketName bucket) {
    return gateway
        .find(
            GatewayRequest.get("/admin/bucket")
                .with("bucket", places.nameOf(bucket).toString())
                .with("stats", "true"))
        .thenApply(found -> found.map(stats -> size(stats.path("usage").path("rgw.main"))));
  }

  /** An empty bucket's usage may lack the part. Parts of unfinished uploads are in another one. */
  private static Size size(JsonNode usage) {
    return new Size(usage.path("num_objects").asLong(), usage.path("size").asLong());
  }
}
