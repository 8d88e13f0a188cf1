package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A bucket as a zone has it, to be compared with the other zone's.
 *
 * @param entry the entry point
 * @param info the bucket instance
 * @param lockDefault its default retention, as the document of S3; empty where it has none
 * @param settings whether what its owner has set is compared, beyond what its objects need
 */
public record KnownBucket(
    BucketName name,
    JsonNode entry,
    JsonNode info,
    Optional<String> lockDefault,
    boolean settings) {

  /**
   * Reads it; empty when the zone has no bucket of that name.
   *
   * @param lockDefault asked for buckets with object lock
   */
  public static CompletionStage<Optional<KnownBucket>> read(
      MetadataStore zone,
      Function<BucketName, CompletionStage<Optional<String>>> lockDefault,
      BucketName name) {
    return zone.get("bucket", name.toString())
        .thenCompose(
            entry ->
                entry.isEmpty()
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : read(zone, lockDefault, name, entry.get()).thenApply(Optional::of));
  }

  private static CompletionStage<KnownBucket> read(
      MetadataStore zone,
      Function<BucketName, CompletionStage<Optional<String>>> lockDefault,
      BucketName name,
      JsonNode entry) {
    String key = name + ":" + SourceBucket.idOf(entry);
    return zone.get("bucket.instance", key)
        .thenApply(info -> info.orElseThrow(() -> withoutInstance(key)))
        .thenCompose(
            info ->
                (SourceBucket.objectLockOf(info)
                        ? lockDefault.apply(name)
                        : CompletableFuture.completedFuture(Optional.<String>empty()))
                    .thenApply(lock -> new KnownBucket(name, entry, info, lock)));
  }

  private static GatewayException withoutInstance(String key) {
    return new GatewayException(
        FailureClass.TRANSIENT,
        "a zone names the bucket instance " + key + " and does not have it (being resharded?)",
        null);
  }

  /** One of which everything is compared. */
  public KnownBucket(BucketName name, JsonNode entry, JsonNode info, Optional<String> lockDefault) {
    this(name, entry, info, lockDefault, true);
  }

  /** The same, of which only what objects need is compared. */
  public KnownBucket withoutSettings() {
    return new KnownBucket(name, entry, info, lockDefault, false);
  }

  /** The uid of its owner. */
  public String owner() {
    return SourceBucket.ownerOf(entry);
  }

  /** Its index shards now; one that is not sharded has one. */
  public List<BucketShard> shards() {
    return BucketShard.all(
        new BucketInstance(name, SourceBucket.idOf(entry)),
        info.path("data").path("bucket_info").path("num_shards").asInt());
  }

  /** All shards of its index as one listing. */
  public BucketShard whole() {
    return new BucketShard(
        new BucketInstance(name, SourceBucket.idOf(entry)), BucketShard.UNSHARDED);
  }
}
