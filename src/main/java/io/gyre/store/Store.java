package io.gyre.store;

import io.gyre.checkpoint.CheckpointStore;
import io.gyre.config.DestinationConfig;
import io.gyre.config.Verification;
import io.gyre.copy.AdaptiveLimit;
import io.gyre.copy.BucketVersioning;
import io.gyre.copy.ImageMap;
import io.gyre.copy.KeyCopier;
import io.gyre.copy.StoreKeyCopier;
import io.gyre.copy.VersionStore;
import io.gyre.guard.DeleteGuard;
import io.gyre.log.BucketListing;
import io.gyre.map.ClassMap;
import io.gyre.metadata.DestinationBuckets;
import io.gyre.metadata.Patience;
import io.gyre.rgw.BucketDocuments;
import io.gyre.rgw.SourceObjects;
import io.gyre.s3.S3Client;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** A store as the destination of a route: its parts, put together. */
public final class Store {
  /**
   * What the store takes at once.
   *
   * @param keys of all buckets
   * @param parts of all large objects
   */
  public record Limits(AdaptiveLimit keys, AdaptiveLimit parts) {}

  /**
   * What may be removed with a bucket.
   *
   * @param maxDelete objects that may go with one; every version counts
   * @param guard asked how many may go within an hour, where that has a limit
   * @param removable keys that may go; a bucket with others stays
   */
  public record Removals(
      Optional<Integer> maxDelete, Optional<DeleteGuard> guard, Predicate<String> removable) {}

  private final S3Client client;
  private final StoreVersioning versioning;
  private final StoreObjects objects;
  private final StoreWrites writes;
  private final StoreBuckets buckets;
  private final ImageMap images;
  private final Uploads uploads;
  private final Limits limits;

  /**
   * @param client of the store
   * @param source whose objects are copied
   * @param documents of the source's buckets
   * @param removals what may go with a bucket
   * @param limits of what is under way at once
   * @param classes which storage classes objects are in
   * @param patience with writes that have no answer
   * @param observer told what the store does not get
   */
  public Store(
      DestinationConfig config,
      S3Client client,
      SourceObjects source,
      BucketDocuments documents,
      CheckpointStore checkpoints,
      Removals removals,
      Limits limits,
      ClassMap classes,
      Patience patience,
      LossObserver observer,
      Clock clock) {
    this.client = client;
    this.limits = limits;
    this.versioning = new StoreVersioning(client, observer);
    StoreLocks locks = new StoreLocks(client, clock, observer);
    this.images = new CheckpointImages(checkpoints);
    this.uploads = new Uploads(client, checkpoints, clock);
    boolean crc = config.verification() == Verification.CHECKSUM && config.quirks().crc32c();
    MultipartCopy multipart =
        new MultipartCopy(
            client,
            uploads,
            new PartCopies(source, client, limits.parts(), crc),
            config.verification(),
            crc);
    this.writes =
        new StoreWrites(
            client,
            source,
            multipart,
            config.quirks(),
            config.verification(),
            locks,
            classes,
            observer,
            clock);
    this.objects = new StoreObjects(source, client, versioning, writes, locks, uploads);
    this.buckets =
        new StoreBuckets(
            client,
            config.quirks(),
            BucketMaking.at(config),
            config.leaseBucket(),
            checkpoints,
            versioning,
            new BucketSettings(documents, client, config.quirks(), versioning, locks, observer),
            new BucketRemover(client, locks, removals),
            patience);
  }

  /** The id of the account whose keys a client has. */
  public static CompletionStage<String> account(S3Client client) {
    return StoreAccount.of(client);
  }

  /** A route to it begins, and may write. Fails never. */
  public CompletionStage<Void> begin() {
    return uploads.abandonOld();
  }

  VersionStore objects() {
    return objects;
  }

  StoreWrites writes() {
    return writes;
  }

  /** Brings keys over. */
  public KeyCopier keys() {
    KeyCopier keys = new StoreKeyCopier(objects, images, versioning::everEnabled);
    return (bucket, tasks) -> limits.keys().run(() -> keys.bring(bucket, tasks));
  }

  /** Its buckets. */
  public DestinationBuckets buckets() {
    return buckets;
  }

  /** Is told which of the source's buckets have versions. */
  public BucketVersioning versioning() {
    return versioning;
  }

  /** Lists its buckets by the source's version ids. */
  public BucketListing listing() {
    return new StoreListing(
        buckets, new StoreListings(client), objects, images, versioning::everEnabled);
  }
}
