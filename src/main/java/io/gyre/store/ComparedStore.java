package io.gyre.store;

import io.gyre.check.Contents;
import io.gyre.check.Counterpart;
import io.gyre.check.ObjectFacts;
import io.gyre.check.ObjectFacts.Acl;
import io.gyre.check.ObjectFacts.Retention;
import io.gyre.check.ZoneView;
import io.gyre.config.DestinationConfig;
import io.gyre.config.Verification;
import io.gyre.failure.Attempts;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.map.ClassMap;
import io.gyre.metadata.KnownBucket;
import io.gyre.rgw.BucketDocuments;
import io.gyre.rgw.VersionLock;
import io.gyre.s3.S3Client;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/** A store, as it is compared with the source. Only reads. */
public final class ComparedStore implements Counterpart {
  /** Rows of a listing that are asked for at once. */
  private static final int LISTING_PAGE = 1_000;

  private final S3Client store;
  private final StoreListings listings;
  private final ComparedBuckets buckets;
  private final StoredContents contents;
  private final StoredHeaders headers;
  private final ClassMap classes;
  private final Attempts attempts;

  /**
   * @param store its client
   * @param source documents of the source's buckets
   * @param known what the route's state knows of the copies
   * @param prefix of the keys that are compared; empty for all
   * @param classes which storage classes are carried
   * @param attempts of what has to succeed, or nothing can be compared: names and listings
   */
  public ComparedStore(
      DestinationConfig config,
      S3Client store,
      BucketDocuments source,
      KnownCopies known,
      String prefix,
      ClassMap classes,
      Attempts attempts) {
    this.store = store;
    this.listings = new StoreListings(store, prefix);
    this.buckets = new ComparedBuckets(config, store, source, known);
    this.headers = new StoredHeaders(config.quirks());
    this.contents =
        new StoredContents(
            store, known, headers, buckets::locks, config.verification() == Verification.ETAG);
    this.classes = classes;
    this.attempts = attempts;
  }

  @Override
  public Optional<ZoneView> users() {
    return Optional.empty();
  }

  /** None is granted anything. */
  @Override
  public CompletionStage<Boolean> hasUser(String uid) {
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public Source<BucketName, NotUsed> buckets() {
    return Source.lazyCompletionStage(() -> attempts.run(() -> StoreAccount.buckets(store)))
        .mapConcat(names -> names)
        .mapConcat(name -> store.places().buckets().sourceOf(name).stream().toList())
        .mapMaterializedValue(ignored -> NotUsed.getInstance());
  }

  @Override
  public CompletionStage<Optional<Bucket>> bucket(BucketName name, Optional<KnownBucket> source) {
    return buckets.find(name, source);
  }

  @Override
  public CompletionStage<Optional<ListingPage>> list(BucketShard shard, ListingPosition after) {
    BucketName bucket = shard.instance().bucket();
    return attempts.run(
        () ->
            listings
                .page(bucket, after, LISTING_PAGE)
                .thenCompose(
                    page ->
                        page.isEmpty()
                            ? CompletableFuture.completedFuture(page)
                            : named(bucket, page.get()).thenApply(Optional::of)));
  }

  private CompletionStage<ListingPage> named(BucketName bucket, ListingPage page) {
    return contents
        .names()
        .of(bucket, page.versions())
        .thenApply(
            rows ->
                new ListingPage(
                    rows.stream().map(CopyNames.Named::row).toList(), page.next(), page.more()));
  }

  @Override
  public Contents contents() {
    return contents;
  }

  @Override
  public Expected expected(BucketName bucket, ObjectFacts source) {
    boolean locks = buckets.locks(bucket);
    List<String> lost = new ArrayList<>();
    if (source.acl().grants().stream()
        .anyMatch(grant -> !grant.uid().equals(source.acl().owner()))) {
      lost.add("grants");
    }
    if (!locks && (source.retention().isPresent() || source.legalHold())) {
      lost.add("retention or legal hold");
    }
    ObjectFacts carried =
        new ObjectFacts(
            source.size(),
            source.etag(),
            source.sourceEtag(),
            source.storageClass(),
            new Acl("", Set.of()),
            headers.wanted(source.headers()),
            source.tags(),
            source
                .retention()
                .filter(kept -> locks)
                .map(kept -> new Retention(kept.mode(), VersionLock.rounded(kept.until()))),
            locks && source.legalHold(),
            source.sha256());
    return new Expected(carried, lost);
  }

  @Override
  public List<ListedVersion> named(List<ListedVersion> source, List<ListedVersion> there) {
    return CopyNames.byPlace(source, there);
  }

  @Override
  public Map<String, Integer> notCarried(List<ListedVersion> source) {
    long lost =
        source.stream()
            .map(ListedVersion::storageClass)
            .filter(name -> !name.isEmpty() && !name.equals(ClassMap.DEFAULT))
            .filter(name -> classes.ruled(name).isEmpty())
            .count();
    return lost == 0 ? Map.of() : Map.of("storage class", (int) lost);
  }
}
