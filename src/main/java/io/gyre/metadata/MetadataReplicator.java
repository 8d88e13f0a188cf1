package io.gyre.metadata;

import io.gyre.checkpoint.CheckpointStore;
import io.gyre.copy.BucketVersioning;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Brings the destination's users and buckets to the source's: all of them, or the one that a log
 * names. Applying twice is harmless; one user and one bucket name are worked on one call at a time.
 */
public final class MetadataReplicator {
  private static final String USER = "user";
  private static final String BUCKET = "bucket";
  private static final String INSTANCE = "bucket.instance";
  private static final String FREED = "name of bucket";
  private static final int KEYS_A_PAGE = 1000;
  private static final int APPLIED_AT_ONCE = 8;

  private final MetadataStore source;
  private final CheckpointStore checkpoints;
  private final DestinationUsers users;
  private final BucketReplicator buckets;
  private final Shortfalls userShortfalls;
  private final Shortfalls bucketShortfalls;

  /** Names that removals have made free, until it was seen which buckets the source has of them. */
  private final Shortfalls freedNames;

  private final KeyAttempts attempts;
  private final RefusedAgain refused;
  private final Materializer materializer;

  /**
   * @param users where the destination has users and lends them the right to write, the same who
   *     does that
   * @param copiesEnded completes once the copies of a bucket that are under way now have ended
   * @param dataLogShards of the source
   * @param patience with one user or bucket that fails, and with one that is removed
   * @param materializer runs the full pass
   */
  public MetadataReplicator(
      MetadataStore source,
      DestinationUsers users,
      DestinationBuckets destination,
      CheckpointStore checkpoints,
      BucketVersioning versioning,
      Selection selection,
      DiscoveryListener listener,
      Function<BucketName, CompletionStage<Void>> copiesEnded,
      int dataLogShards,
      Patience patience,
      Materializer materializer) {
    this.source = source;
    this.checkpoints = checkpoints;
    this.users = users;
    this.userShortfalls = new Shortfalls(checkpoints, USER, uid -> apply(USER, uid));
    this.bucketShortfalls = new Shortfalls(checkpoints, BUCKET, name -> apply(BUCKET, name));
    this.freedNames = new Shortfalls(checkpoints, FREED, name -> apply(BUCKET, name));
    this.buckets =
        new BucketReplicator(
            source,
            destination,
            checkpoints,
            versioning,
            selection,
            users,
            listener,
            freedNames.afterRemoval(),
            copiesEnded,
            dataLogShards,
            patience);
    this.attempts = new KeyAttempts(source, destination, patience);
    this.refused = new RefusedAgain(checkpoints, this::lookAgain, bucket -> apply(BUCKET, bucket));
    this.materializer = materializer;
  }

  /**
   * Brings one object to what the source has now. Entry points and instances of a bucket are one
   * matter. Other sections ({@code otp}, …) are not replicated. One that the destination does not
   * take is recorded, and does not fail.
   */
  public CompletionStage<Void> apply(String section, String key) {
    return switch (section) {
      case USER -> attempts.run(userShortfalls, key, () -> users.apply(key));
      case BUCKET, INSTANCE ->
          attempts.run(
              bucketShortfalls, nameOf(section, key), () -> buckets.apply(bucketOf(section, key)));
      default -> CompletableFuture.completedFuture(null);
    };
  }

  /** Of a bucket; of a key that cannot be read, as it is. */
  private static String nameOf(String section, String key) {
    int colon = key.lastIndexOf(':');
    return section.equals(INSTANCE) && colon >= 0 ? key.substring(0, colon) : key;
  }

  private static BucketName bucketOf(String section, String key) {
    return section.equals(BUCKET) ? BucketName.parse(key) : BucketInstance.parse(key).bucket();
  }

  /**
   * Whether the objects of a bucket instance may be written; makes the bucket if need be, unless
   * that is known not to be possible: it has its own times to be tried again.
   */
  public CompletionStage<BucketReadiness> ready(BucketInstance instance) {
    String name = instance.bucket().toString();
    return buckets
        .ready(
            instance,
            () ->
                bucketShortfalls.reason(name).isPresent()
                    ? CompletableFuture.completedFuture(null)
                    : apply(BUCKET, name))
        .thenApply(
            readiness ->
                readiness instanceof BucketReadiness.Gone
                    ? bucketShortfalls
                        .reason(name)
                        .<BucketReadiness>map(BucketReadiness.Unfollowed::new)
                        .orElse(readiness)
                    : readiness);
  }

  /**
   * Begins again what an earlier run, or a failure, left undone. Waits for the end of all of it but
   * the removals.
   */
  public CompletionStage<Void> resume() {
    return users
        .resume()
        .thenCompose(resumed -> buckets.resume())
        .thenCompose(begun -> retryShortfalls())
        .thenCompose(retried -> refused.round());
  }

  /** Removals of buckets that have not ended, with what follows. */
  public int removalsUnderWay() {
    return buckets.removalsUnderWay();
  }

  /** All users, then all buckets; also those that only we know, for they may have been removed. */
  public CompletionStage<Void> fullPass() {
    return pass(USER, MetadataKeys.of(source, USER))
        .thenCompose(done -> pass(BUCKET, MetadataKeys.of(source, BUCKET)))
        .thenCompose(done -> pass(BUCKET, knownBuckets()))
        .thenCompose(done -> pass(USER, knownUsers()))
        .thenCompose(done -> retryShortfalls());
  }

  private CompletionStage<Void> retryShortfalls() {
    return userShortfalls
        .retry()
        .thenCompose(retried -> users.retryParts())
        .thenCompose(retried -> freedNames.retry())
        .thenCompose(retried -> bucketShortfalls.retry());
  }

  private CompletionStage<Void> lookAgain(String uid) {
    return attempts.run(userShortfalls, uid, () -> users.lookAgain(uid));
  }

  private Source<String, NotUsed> knownBuckets() {
    return paged(
        after ->
            checkpoints
                .buckets(after, KEYS_A_PAGE)
                .thenApply(
                    page ->
                        page.stream()
                            .map(state -> state.source().bucket().toString())
                            .distinct()
                            .toList()));
  }

  private Source<String, NotUsed> knownUsers() {
    return paged(after -> checkpoints.ownedUsers(after, KEYS_A_PAGE));
  }

  private static Source<String, NotUsed> paged(
      Function<String, CompletionStage<List<String>>> pageAfter) {
    return Source.unfoldAsync(
            "",
            (String after) ->
                pageAfter
                    .apply(after)
                    .thenApply(
                        page ->
                            page.isEmpty()
                                ? Optional.<Pair<String, List<String>>>empty()
                                : Optional.of(Pair.create(page.get(page.size() - 1), page))))
        .mapConcat(page -> page);
  }

  private CompletionStage<Done> pass(String section, Source<String, NotUsed> keys) {
    return keys.mapAsyncUnordered(
            APPLIED_AT_ONCE, key -> apply(section, key).thenApply(applied -> Done.getInstance()))
        .runWith(Sink.ignore(), materializer);
  }
}
