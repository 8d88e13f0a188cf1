package io.gyre.store;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.metadata.OtherKeys;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import io.gyre.s3.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.w3c.dom.Element;

/** Removes buckets of a store with all that is in them. */
final class BucketRemover {
  /** Versions that are removed at once, and listed at once. */
  private static final int REMOVED_AT_ONCE = 64;

  private static final int COUNTED_AT_ONCE = 1000;

  /** How often the same page is removed: a listing may lag behind removals. */
  private static final int REPEATED_MAX = 20;

  private final S3Client store;
  private final StoreLocks locks;
  private final StoreListings listings;
  private final Store.Removals bounds;

  BucketRemover(S3Client store, StoreLocks locks, Store.Removals bounds) {
    this.store = store;
    this.locks = locks;
    this.listings = new StoreListings(store);
    this.bounds = bounds;
  }

  /** Removes a bucket; one that is not there counts as removed. */
  CompletionStage<Void> remove(BucketName bucket, Supplier<? extends CompletionStage<Void>> goOn) {
    return empty(bucket, goOn)
        .thenCompose(
            emptied ->
                OtherKeys.named(
                    Absent.unless(store.call(S3Request.bucket(Method.DELETE, bucket))),
                    bucket,
                    store.places(),
                    () -> versions(bucket)))
        .thenAccept(removed -> {});
  }

  /** Removes what is in a bucket and comes from the source's, and leaves the bucket. */
  CompletionStage<Void> empty(BucketName bucket, Supplier<? extends CompletionStage<Void>> goOn) {
    return allowed(bucket)
        .thenCompose(allowed -> empty(bucket, goOn, List.of(), 0))
        .thenCompose(emptied -> abortUploads(bucket));
  }

  private CompletionStage<Void> allowed(BucketName bucket) {
    if (bounds.maxDelete().isEmpty() && bounds.guard().isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    int max = bounds.maxDelete().orElse(Integer.MAX_VALUE);
    return bounds
        .guard()
        .<CompletionStage<?>>map(guard -> guard.stopped(bucket))
        .orElseGet(() -> CompletableFuture.completedFuture(null))
        .thenCompose(looked -> count(bucket, ListingPosition.START, 0, max))
        .thenCompose(
            objects ->
                bounds
                    .guard()
                    .<CompletionStage<?>>map(
                        guard -> guard.ask(bucket, (int) Math.min(objects, Integer.MAX_VALUE)))
                    .orElseGet(() -> CompletableFuture.completedFuture(null)))
        .thenAccept(allowed -> {});
  }

  private CompletionStage<Long> count(
      BucketName bucket, ListingPosition after, long before, long max) {
    return listings
        .page(bucket, after, COUNTED_AT_ONCE)
        .thenCompose(
            page -> {
              long objects =
                  before
                      + page.map(ListingPage::versions).orElse(List.of()).stream()
                          .filter(version -> !version.deleteMarker())
                          .count();
              if (objects > max) {
                return CompletableFuture.failedFuture(tooMany(max));
              }
              return page.filter(ListingPage::more).isPresent()
                  ? count(bucket, page.get().next(), objects, max)
                  : CompletableFuture.completedFuture(objects);
            });
  }

  private static GatewayException tooMany(long max) {
    return new GatewayException(
        FailureClass.DENIED,
        "there are more objects in it than limits.max-delete, which is "
            + max
            + "; raise that and start again, or remove the bucket by hand",
        null);
  }

  private CompletionStage<Void> empty(
      BucketName bucket,
      Supplier<? extends CompletionStage<Void>> goOn,
      List<ListedVersion> before,
      int again) {
    return goOn.get()
        .thenCompose(going -> versions(bucket))
        .thenCompose(
            page -> {
              if (page.isEmpty()) {
                return CompletableFuture.completedFuture(null);
              }
              Optional<ListedVersion> kept =
                  page.stream().filter(row -> !bounds.removable().test(row.key())).findFirst();
              if (kept.isPresent()) {
                return CompletableFuture.failedFuture(keeps(bucket, kept.get()));
              }
              int repeated = page.equals(before) ? again + 1 : 0;
              return repeated > REPEATED_MAX
                  ? CompletableFuture.failedFuture(stays(bucket, page))
                  : removeAll(bucket, page)
                      .thenCompose(removed -> empty(bucket, goOn, page, repeated));
            });
  }

  /** The first ones; of a bucket that is not there none. */
  private CompletionStage<List<ListedVersion>> versions(BucketName bucket) {
    return listings
        .page(bucket, ListingPosition.START, REMOVED_AT_ONCE)
        .thenApply(found -> found.map(ListingPage::versions).orElse(List.of()));
  }

  private static GatewayException keeps(BucketName bucket, ListedVersion row) {
    return new GatewayException(
        FailureClass.DENIED,
        "it holds keys that select.keys leaves out, such as "
            + row.key()
            + ", and these are never removed; remove "
            + bucket
            + " by hand, or change select.keys and start again",
        null);
  }

  private GatewayException stays(BucketName bucket, List<ListedVersion> page) {
    return new GatewayException(
        FailureClass.TRANSIENT,
        "store "
            + store.zone()
            + ": "
            + bucket
            + " cannot be emptied: "
            + page.size()
            + " versions stay listed after their removal, the first is "
            + page.get(0).key()
            + " (version "
            + page.get(0).versionId()
            + ")",
        null);
  }

  /** A key of very many versions comes as one page, so these are removed group by group. */
  private CompletionStage<Void> removeAll(BucketName bucket, List<ListedVersion> page) {
    CompletionStage<Void> done = CompletableFuture.completedFuture(null);
    for (int from = 0; from < page.size(); from += REMOVED_AT_ONCE) {
      List<ListedVersion> group = page.subList(from, Math.min(page.size(), from + REMOVED_AT_ONCE));
      done = done.thenCompose(before -> removeGroup(bucket, group));
    }
    return done;
  }

  private CompletionStage<Void> removeGroup(BucketName bucket, List<ListedVersion> group) {
    List<CompletableFuture<?>> removals = new ArrayList<>();
    for (ListedVersion version : group) {
      removals.add(locks.remove(bucket, version.key(), version.versionId()).toCompletableFuture());
    }
    return CompletableFuture.allOf(removals.toArray(CompletableFuture[]::new));
  }

  /**
   * Unfinished uploads keep some stores from removing a bucket. Those past a page go with the next
   * attempt, which is made where the bucket stays for them.
   */
  private CompletionStage<Void> abortUploads(BucketName bucket) {
    S3Request request =
        S3Request.bucket(Method.GET, bucket).flag("uploads").query("encoding-type", "url");
    return Absent.unless(store.call(request))
        .thenCompose(
            found -> {
              CompletionStage<Void> done = CompletableFuture.completedFuture(null);
              if (found.isEmpty()) {
                return done;
              }
              ListingXml listing = ListingXml.of(store.zone(), found.get());
              for (Element upload : Xml.children(listing.root(), "Upload")) {
                Optional<String> key = store.places().keysOf(bucket).toHere(listing.key(upload));
                String id = Xml.text(upload, "UploadId");
                if (key.isPresent()) {
                  done = done.thenCompose(before -> abort(bucket, key.get(), id));
                }
              }
              return done;
            });
  }

  private CompletionStage<Void> abort(BucketName bucket, String key, String uploadId) {
    S3Request request = S3Request.object(Method.DELETE, bucket, key).query("uploadId", uploadId);
    return Absent.unless(store.call(request)).thenAccept(aborted -> {});
  }
}
