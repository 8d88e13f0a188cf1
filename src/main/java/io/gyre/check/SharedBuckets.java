package io.gyre.check;

import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.map.Places;
import io.gyre.metadata.KnownBucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * A destination where several buckets of the source may be in one. That has the settings of the
 * first of them by name; what of the others' is different is not carried.
 */
public final class SharedBuckets implements Counterpart {
  private final Counterpart there;
  private final Places places;
  private final ZoneView source;
  private final Predicate<BucketName> selected;
  private final Materializer materializer;

  /** By name there; at most as many as the source has buckets. Read once, when it is asked for. */
  private Optional<CompletableFuture<Map<BucketName, BucketName>>> deciders = Optional.empty();

  /**
   * @param there as it is if nothing is shared
   * @param source whose buckets these are
   * @param selected which of them are replicated, as far as their names tell
   */
  public SharedBuckets(
      Counterpart there,
      Places places,
      ZoneView source,
      Predicate<BucketName> selected,
      Materializer materializer) {
    this.there = there;
    this.places = places;
    this.source = source;
    this.selected = selected;
    this.materializer = materializer;
  }

  @Override
  public CompletionStage<Optional<Bucket>> bucket(BucketName name, Optional<KnownBucket> known) {
    return places.mayShare(name) && known.isPresent()
        ? there
            .bucket(name, known)
            .thenCombine(
                deciders(),
                (found, all) ->
                    all.getOrDefault(places.nameOf(name), name).equals(name)
                        ? found
                        : found.map(SharedBuckets::ofAnother))
        : there.bucket(name, known);
  }

  /** Where objects are not compared, the bucket is no copy at all. */
  private static Bucket ofAnother(Bucket found) {
    if (found.shards().isEmpty()) {
      return found;
    }
    List<String> lost = new ArrayList<>(found.notCarried());
    lost.addAll(found.differences());
    return new Bucket(found.owner(), List.of(), lost, found.shards(), found.whole());
  }

  private synchronized CompletionStage<Map<BucketName, BucketName>> deciders() {
    if (deciders.filter(before -> !before.isCompletedExceptionally()).isEmpty()) {
      deciders =
          Optional.of(
              source
                  .buckets()
                  .filter(selected::test)
                  .filter(places::mayShare)
                  .runWith(
                      Sink.<Map<BucketName, BucketName>, BucketName>fold(
                          new TreeMap<>(), this::first),
                      materializer)
                  .toCompletableFuture());
    }
    return deciders.orElseThrow();
  }

  private Map<BucketName, BucketName> first(Map<BucketName, BucketName> found, BucketName bucket) {
    found.merge(
        places.nameOf(bucket), bucket, (one, other) -> one.compareTo(other) < 0 ? one : other);
    return found;
  }

  @Override
  public Optional<ZoneView> users() {
    return there.users();
  }

  @Override
  public CompletionStage<Boolean> hasUser(String uid) {
    return there.hasUser(uid);
  }

  @Override
  public Source<BucketName, NotUsed> buckets() {
    return there.buckets();
  }

  @Override
  public CompletionStage<Optional<ListingPage>> list(BucketShard shard, ListingPosition after) {
    return there.list(shard, after);
  }

  @Override
  public Contents contents() {
    return there.contents();
  }

  @Override
  public Expected expected(BucketName bucket, ObjectFacts facts) {
    return there.expected(bucket, facts);
  }

  @Override
  public List<ListedVersion> named(List<ListedVersion> here, List<ListedVersion> listed) {
    return there.named(here, listed);
  }

  @Override
  public Map<String, Integer> notCarried(List<ListedVersion> listed) {
    return there.notCarried(listed);
  }
}
