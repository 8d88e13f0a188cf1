package io.gyre.store;

import io.gyre.checkpoint.CheckpointStore;
import io.gyre.config.DestinationConfig;
import io.gyre.copy.BucketVersioning;
import io.gyre.copy.FairGate;
import io.gyre.copy.ImageMap;
import io.gyre.copy.KeyCopier;
import io.gyre.copy.StoreKeyCopier;
import io.gyre.copy.VersionStore;
import io.gyre.log.BucketListing;
import io.gyre.metadata.DestinationBuckets;
import io.gyre.metadata.Patience;
import io.gyre.rgw.BucketDocuments;
import io.gyre.rgw.SourceObjects;
import io.gyre.s3.S3Client;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A store as the destination of a route: its parts, put together. */
public final class Store {
  private final S3Client client;
  private final StoreVersioning versioning;
  private final StoreObjects objects;
  private final StoreWrites writes;
  private final StoreBuckets buckets;
  private final ImageMap images;

  /**
   * @param client of the store
   * @param source whose objects are copied
   * @param documents of the source's buckets
   * @param maxDelete objects that may go with one bucket
   * @param parts lets so many parts of large objects through at once
   * @param patience with writes that have no answer
   * @param observer told what the store does not get
   */
  public Store(
      DestinationConfig config,
      S3Client client,
      SourceObjects source,
      BucketDocuments documents,
      CheckpointStore checkpoints,
      Optional<Integer> maxDelete,
      FairGate parts,
      Patience patience,
      LossObserver observer,
      Clock clock) {
    this.client = client;
    this.versioning = new StoreVersioning(client, observer);
    this.images = new CheckpointImages(checkpoints);
    Uploads uploads = new Uploads(client, checkpoints, clock);
    MultipartCopy multipart =
        new MultipartCopy(client, uploads, new PartCopies(source, client, parts));
    this.writes =
        new StoreWrites(client, source, multipart, config.quirks(), observer, clock);
    this.objects = new StoreObjects(source, client, versioning, writes, uploads);
    this.buckets =
        new StoreBuckets(
            client,
            config.quirks(),
            config.region(),
            checkpoints,
            versioning,
            new BucketSettings(documents, client, config.quirks(), versioning, observer),
            new BucketRemover(client, maxDelete),
            patience);
  }

  /** The id of the account whose keys a client has. */
  public static CompletionStage<String> account(S3Client client) {
    return StoreAccount.of(client);
  }

  VersionStore objects() {
    return objects;
  }

  StoreWrites writes() {
    return writes;
  }

  /** Brings keys over. */
  public KeyCopier keys() {
    return new StoreKeyCopier(objects, images, versioning::everEnabled);
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
