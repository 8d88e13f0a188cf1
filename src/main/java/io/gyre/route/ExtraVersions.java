package io.gyre.route;

import io.gyre.checkpoint.BucketState;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketShard;
import io.gyre.log.KeyOrder;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.log.LogShards;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the destination has and the source does not list, looked for after a full pass that was run
 * because part of a log was lost: removals may have been in it. Nothing is removed for being absent
 * from a listing: each is a task whose removal the source has to confirm.
 */
final class ExtraVersions {
  private static final Logger LOG = LoggerFactory.getLogger(ExtraVersions.class);

  private final RouteServices services;
  private final BucketShard shard;
  private final BucketState bucket;
  private final Materializer materializer;

  ExtraVersions(
      RouteServices services, BucketShard shard, BucketState bucket, Materializer materializer) {
    this.services = services;
    this.shard = shard;
    this.bucket = bucket;
    this.materializer = materializer;
  }

  /** Looks for them and works on them; completes with how many there were. */
  CompletionStage<Long> run(TaskRunner runner) {
    return services
        .drain()
        .run(
            () ->
                pages()
                    .via(services.drain().<Page>reading())
                    .mapAsync(1, this::beyondSource)
                    .mapConcat(extra -> extra)
                    .mapAsyncUnordered(
                        services.settings().keysAtOnce(),
                        extra -> runner.run(List.of(EntryTasks.removalOf(extra))))
                    .runWith(Sink.fold(0L, (count, done) -> count + 1), materializer))
        .thenApply(this::told);
  }

  private long told(long extra) {
    if (extra > 0) {
      LOG.warn(
          "bucket shard {}: the destination had {} versions that the source does not list; removed"
              + " where the source confirmed it",
          shard,
          extra);
    }
    return extra;
  }

  /**
   * A page of the destination's listing.
   *
   * @param before the last key before its first one
   */
  private record Page(String before, List<ListedVersion> versions) {
    String lastKey() {
      return versions.get(versions.size() - 1).key();
    }
  }

  private Source<Page, NotUsed> pages() {
    BucketShard whole =
        new BucketShard(
            new BucketInstance(shard.instance().bucket(), bucket.destinationId()),
            BucketShard.UNSHARDED);
    return Source.unfoldAsync(
            Optional.of(ListingPosition.START),
            (Optional<ListingPosition> after) ->
                after.isEmpty()
                    ? CompletableFuture.completedFuture(
                        Optional.<Pair<Optional<ListingPosition>, ListingPage>>empty())
                    : services
                        .destination()
                        .list(whole, after.get(), services.settings().listingPage())
                        .thenApply(
                            page -> page.map(listed -> Pair.create(following(listed), listed))))
        .statefulMap(
            () -> "",
            (before, page) -> {
              Page taken = new Page(before, ofThisShard(page));
              return Pair.create(lastKeyBefore(before, page), taken);
            },
            before -> Optional.empty())
        .filter(page -> !page.versions().isEmpty());
  }

  private static Optional<ListingPosition> following(ListingPage page) {
    return page.more() ? Optional.of(page.next()) : Optional.empty();
  }

  /** The versions of the last key may go on in the next page. */
  private static String lastKeyBefore(String before, ListingPage page) {
    if (page.versions().isEmpty()) {
      return before;
    }
    String last = page.versions().get(page.versions().size() - 1).key();
    String found = before;
    for (ListedVersion version : page.versions()) {
      if (!version.key().equals(last)) {
        found = version.key();
      }
    }
    return found;
  }

  /** What is left alone is not looked at: nothing of it may be removed. */
  private List<ListedVersion> ofThisShard(ListingPage page) {
    return page.versions().stream()
        .filter(version -> services.contents().takeKey(version.key()))
        .filter(version -> LogShards.indexes(shard.shard(), version.key(), bucket.shards()))
        .toList();
  }

  private record Version(String key, String id) {
    static Version of(ListedVersion listed) {
      return new Version(listed.key(), listed.versionId());
    }
  }

  private CompletionStage<List<ListedVersion>> beyondSource(Page page) {
    return atSource(page, new ListingPosition(page.before(), ""), new HashSet<>())
        .thenCompose(
            there -> {
              List<ListedVersion> extra = new ArrayList<>(page.versions());
              extra.removeIf(version -> there.contains(Version.of(version)));
              return extra.isEmpty()
                  ? CompletableFuture.completedFuture(extra)
                  : services.log().confirmZone().thenApply(confirmed -> extra);
            });
  }

  /** All that the source lists up to the page's last key. */
  private CompletionStage<Set<Version>> atSource(
      Page page, ListingPosition after, Set<Version> found) {
    return services
        .log()
        .list(shard, after, services.settings().listingPage())
        .thenCompose(
            listed -> {
              ListingPage versions = listed.orElseThrow(this::notListed);
              versions.versions().forEach(each -> found.add(Version.of(each)));
              boolean more =
                  versions.more() && KeyOrder.compare(versions.next().key(), page.lastKey()) <= 0;
              return more
                  ? atSource(page, versions.next(), found)
                  : CompletableFuture.completedFuture(found);
            });
  }

  /** Only a listing shows what is not in it. */
  private GatewayException notListed() {
    return new GatewayException(
        FailureClass.TRANSIENT,
        "bucket shard " + shard + ": the source does not list it while it is compared",
        null);
  }
}
