package io.gyre.rgw;

import io.gyre.log.BucketInstance;
import io.gyre.log.BucketListing;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.map.KeyMap;
import io.gyre.map.Places;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The listings of a zone's buckets, as its gateways give them to those of another zone. */
public final class RgwBucketListing implements BucketListing {
  private final GatewayClient gateway;
  private final String prefix;
  private final Places places;

  /**
   * The buckets of the zone that this client talks to; its user has to be a system user.
   *
   * @param prefix of the keys that are listed; empty for all
   */
  public RgwBucketListing(GatewayClient gateway, String prefix) {
    this(gateway, prefix, Places.SAME);
  }

  /** As above, asked for buckets and keys of the source, which are at these places. */
  public RgwBucketListing(GatewayClient gateway, String prefix, Places places) {
    this.gateway = gateway;
    this.places = places;
    this.prefix = prefix;
  }

  @Override
  public CompletionStage<Optional<ListingPage>> list(
      BucketShard shard, ListingPosition after, int max) {
    return new WholeKeys((position, rows) -> page(shard, position, rows)).after(after, max);
  }

  private CompletionStage<Optional<ListingPage>> page(
      BucketShard shard, ListingPosition after, int max) {
    KeyMap keys = places.keysOf(shard.instance().bucket());
    if (!keys.reaches(prefix)) {
      return CompletableFuture.completedFuture(
          Optional.of(new ListingPage(List.of(), after, false)));
    }
    GatewayRequest request =
        GatewayRequest.get(RgwChangeLog.s3Path(places.nameOf(shard.instance().bucket())))
            .with("versions")
            .with("format", "json")
            .with("objs-container", "true")
            .with("max-keys", max)
            .with("rgwx-bucket-instance", withoutTenant(shard));
    String begin = keys.prefixThere(prefix);
    GatewayRequest selected = begin.isEmpty() ? request : request.with("prefix", begin);
    GatewayRequest positioned =
        after.equals(ListingPosition.START)
            ? selected
            : selected
                .with("key-marker", keys.markerThere(after.key()))
                .with("version-id-marker", after.versionId());
    return gateway
        .find(positioned, ListingJson::parse)
        .thenApply(found -> found.map(listing -> listing.here(keys).page(after)));
  }

  /** Tried on 16.2: with the tenant in the path as well as in here, the answer is NoSuchBucket. */
  private String withoutTenant(BucketShard shard) {
    BucketInstance instance = shard.instance();
    BucketName bare = new BucketName("", places.nameOf(instance.bucket()).name());
    return new BucketShard(new BucketInstance(bare, instance.id()), shard.shard()).toString();
  }
}
