package io.gyre.store;

import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.config.StoreQuirks;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.metadata.DestinationBucket;
import io.gyre.metadata.DestinationBuckets;
import io.gyre.metadata.Patience;
import io.gyre.metadata.SourceBucket;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The buckets of a store. */
final class StoreBuckets implements DestinationBuckets {
  private static final int CONFLICT = 409;

  private static final Set<Standing> OURS =
      EnumSet.of(Standing.CREATING, Standing.FOLLOWED, Standing.UNSELECTED, Standing.REMOVING);

  private final S3Client store;
  private final StoreQuirks quirks;
  private final BucketMaking making;
  private final Optional<String> leaseBucket;
  private final CheckpointStore checkpoints;
  private final StoreVersioning versioning;
  private final StoreSigns signs;
  private final StoreListings listings;
  private final BucketSettings settings;
  private final BucketRemover remover;
  private final Patience patience;

  /**
   * @param leaseBucket is not the source's, whatever that has
   * @param checkpoints know the buckets of a store that has no tags
   * @param settings brings over what a bucket's owner has set
   * @param patience with writes that have no answer
   */
  StoreBuckets(
      S3Client store,
      StoreQuirks quirks,
      BucketMaking making,
      Optional<String> leaseBucket,
      CheckpointStore checkpoints,
      StoreVersioning versioning,
      BucketSettings settings,
      BucketRemover remover,
      Patience patience) {
    this.store = store;
    this.quirks = quirks;
    this.making = making;
    this.leaseBucket = leaseBucket;
    this.checkpoints = checkpoints;
    this.versioning = versioning;
    this.signs = new StoreSigns(store, quirks);
    this.listings = new StoreListings(store.placing(store.places().ofBucketsOnly()));
    this.settings = settings;
    this.remover = remover;
    this.patience = patience;
  }

  @Override
  public CompletionStage<Void> answers() {
    return StoreAccount.of(store).thenAccept(account -> {});
  }

  @Override
  public String impossible(BucketName name) {
    BucketName there = store.places().nameOf(name);
    if (leaseBucket.filter(there.name()::equals).isPresent()) {
      return "the store keeps the lease of the route in a bucket of "
          + (there.equals(name) ? "this name" : "the name " + there)
          + " (destination.lease-bucket)";
    }
    return there.tenant().isEmpty()
        ? ""
        : "it belongs to tenant "
            + there.tenant()
            + ", and a store has no tenants (map.buckets can give it a name without one)";
  }

  @Override
  public CompletionStage<Optional<DestinationBucket>> find(BucketName name) {
    return find(name, "");
  }

  @Override
  public CompletionStage<Optional<DestinationBucket>> find(BucketName name, String shared) {
    return signs
        .of(name)
        .thenCompose(
            sign ->
                sign.isEmpty()
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : bucket(name, sign.get(), shared).thenApply(Optional::of));
  }

  private CompletionStage<DestinationBucket> bucket(
      BucketName name, BucketSign sign, String shared) {
    if (!sign.id().isEmpty()) {
      return CompletableFuture.completedFuture(new DestinationBucket(sign.id(), sign.id(), false));
    }
    return quirks.bucketTags() ? unsigned(name) : asKnown(name, shared);
  }

  private CompletionStage<DestinationBucket> unsigned(BucketName name) {
    return listings
        .page(name, ListingPosition.START, 1)
        .thenApply(page -> page.map(ListingPage::versions).orElse(List.of()).isEmpty())
        .thenApply(empty -> new DestinationBucket("", "", empty));
  }

  /** Nothing but the state tells whose it is: one that is not followed may be anybody's by now. */
  private CompletionStage<DestinationBucket> asKnown(BucketName name, String shared) {
    return checkpoints
        .bucketsNamed(name.toString())
        .thenCompose(
            states ->
                states.stream()
                    .filter(state -> OURS.contains(state.standing()))
                    .map(BucketState::destinationId)
                    .filter(id -> !id.isEmpty())
                    .findFirst()
                    .or(() -> Optional.of(shared).filter(id -> !id.isEmpty()))
                    .map(
                        id ->
                            CompletableFuture.completedFuture(new DestinationBucket(id, id, false)))
                    .orElseGet(() -> unsigned(name).toCompletableFuture()));
  }

  /** A bucket that keeps versions can no more become one that never did than in a zone. */
  @Override
  public CompletionStage<String> irreversible(SourceBucket bucket, DestinationBucket there) {
    return versioning
        .state(bucket.name())
        .thenApply(
            state ->
                state.everEnabled() && !bucket.versioning().everEnabled()
                    ? "the store's bucket of this name keeps versions and the source's never did;"
                        + " that cannot be undone there"
                    : "");
  }

  /** Also where the store knows no object lock: there each such bucket has one of its own. */
  @Override
  public CompletionStage<String> lacking(SourceBucket bucket, DestinationBucket there) {
    return bucket.objectLock()
        ? settings
            .hasLock(bucket.name())
            .thenApply(has -> has ? "" : "it has object lock and the store's bucket has not")
        : CompletableFuture.completedFuture("");
  }

  @Override
  public CompletionStage<Void> make(SourceBucket bucket, String id) {
    return patience
        .settled("bucket " + bucket.name(), make(bucket))
        .<Void>thenApply(made -> null)
        .exceptionallyCompose(failure -> unlessOurs(bucket.name(), failure))
        .thenCompose(made -> write(bucket, id));
  }

  /** One that the store does not make with object lock is made without; what follows tells so. */
  private CompletionStage<S3Answer> make(SourceBucket bucket) {
    CompletionStage<S3Answer> made = store.call(making.request(bucket.name(), bucket.objectLock()));
    return bucket.objectLock()
        ? made.exceptionallyCompose(
            failure ->
                isRefused(failure)
                    ? store.call(making.request(bucket.name()))
                    : CompletableFuture.failedFuture(failure))
        : made;
  }

  /** A conflict (409) is about the bucket's name, or passes: without object lock it is no other. */
  private static boolean isRefused(Throwable failure) {
    return BucketSettings.refusal(failure).isPresent()
        && GatewayException.unwrap(failure) instanceof GatewayException answer
        && answer.status() != CONFLICT;
  }

  /** Of a making that was cut short. */
  private CompletionStage<Void> unlessOurs(BucketName name, Throwable failure) {
    if (!(GatewayException.unwrap(failure) instanceof GatewayException answer)) {
      return CompletableFuture.failedFuture(failure);
    }
    if (answer.code().equals("BucketAlreadyOwnedByYou")) {
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.failedFuture(
        answer.code().equals("BucketAlreadyExists")
            ? new GatewayException(
                FailureClass.INVALID,
                answer.status(),
                answer.code(),
                "the store has a bucket of the name " + name + " that is somebody else's",
                answer)
            : failure);
  }

  /** One that was another Gyre's, and is taken over, is not that one's any more. */
  @Override
  public CompletionStage<String> update(SourceBucket bucket, DestinationBucket there) {
    String id = bucket.copyId(store.places());
    return write(bucket, id).thenApply(written -> id);
  }

  @Override
  public CompletionStage<Void> updateShared(
      SourceBucket bucket, DestinationBucket there, BucketName decider) {
    return decider.equals(bucket.name())
        ? write(bucket, there.id())
        : settings.tellOfAnother(bucket, decider);
  }

  private CompletionStage<Void> write(SourceBucket bucket, String id) {
    return settings.write(bucket, id);
  }

  @Override
  public CompletionStage<Void> empty(
      BucketName name, String known, Supplier<? extends CompletionStage<Void>> goOn) {
    return find(name)
        .thenCompose(
            there ->
                there.filter(bucket -> bucket.is(known)).isPresent()
                    ? patience.settled("bucket " + name, remover.empty(name, goOn))
                    : CompletableFuture.completedFuture(null));
  }

  @Override
  public CompletionStage<Void> remove(
      BucketName name, String known, Supplier<? extends CompletionStage<Void>> goOn) {
    return find(name)
        .thenCompose(
            there -> {
              if (there.filter(bucket -> bucket.is(known)).isPresent()) {
                return patience.settled("bucket " + name, remover.remove(name, goOn));
              }
              return there.filter(DestinationBucket::blank).isPresent()
                  ? patience.settled("bucket " + name, removeBlank(name))
                  : CompletableFuture.completedFuture(null);
            });
  }

  /** Of a making that was cut short; the store refuses it for one that is not empty any more. */
  private CompletionStage<Void> removeBlank(BucketName name) {
    return Absent.unless(store.call(S3Request.bucket(Method.DELETE, name)))
        .thenAccept(removed -> {});
  }

  @Override
  public CompletionStage<Optional<String>> owner(BucketName name, String known) {
    return signs
        .of(name)
        .thenApply(
            sign ->
                sign.filter(found -> found.id().equals(known) && !found.owner().isEmpty())
                    .map(BucketSign::owner));
  }
}
