package io.gyre.app;

import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.config.MapConfig;
import io.gyre.failure.Retrying;
import io.gyre.log.BucketName;
import io.gyre.map.NameClashes;
import io.gyre.map.NameClashes.Clash;
import io.gyre.map.Places;
import io.gyre.metadata.MetadataKeys;
import io.gyre.metadata.MetadataStore;
import io.gyre.metadata.Selection;
import io.gyre.metadata.VersioningJournal;
import io.gyre.rgw.RgwMetadataStore;
import io.gyre.route.RouteStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a start whether every bucket has a place of its own at the destination, in which no key
 * can be that of another bucket, and the one where its copy is. What has been copied to one place
 * and is looked for in another would seem to be gone, and changes would go where the rest is not;
 * so that has to be asked for.
 */
final class PlacesAtStart {
  /** The rules by which everything has been copied so far. */
  static final String RULES = "map";

  private static final Logger LOG = LoggerFactory.getLogger(PlacesAtStart.class);
  private static final int PAGE = 1000;

  private final MapConfig config;
  private final Places places;
  private final CheckpointStore checkpoints;
  private final boolean rescan;

  /**
   * @param rescan whether it was asked for that everything is compared anew
   */
  PlacesAtStart(MapConfig config, CheckpointStore checkpoints, boolean rescan) {
    this.config = config;
    this.places = config.places();
    this.checkpoints = checkpoints;
    this.rescan = rescan;
  }

  /** Fails with {@link RouteRefused} where the route must not go on like this. */
  static CompletionStage<Void> check(
      SyncRequest request,
      CheckpointStore checkpoints,
      SourceClients source,
      Retrying retrying,
      ActorSystem<?> system) {
    PlacesAtStart places = new PlacesAtStart(request.config().map(), checkpoints, request.rescan());
    MetadataStore metadata = new RgwMetadataStore(source.gateway());
    return places
        .unmoved()
        .thenCompose(
            unmoved ->
                places.distinct(
                    marker ->
                        retrying.run(
                            () -> metadata.keys("bucket", marker, MetadataKeys.KEYS_A_PAGE)),
                    RouteAssembly.selection(request.config()),
                    SystemMaterializer.get(system).materializer()));
  }

  /** Fails with {@link RouteRefused} where two buckets that have no copy yet get one name. */
  CompletionStage<Void> distinct(
      Function<String, CompletionStage<MetadataStore.KeyPage>> source,
      Selection selection,
      Materializer materializer) {
    if (places.buckets().isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    NameClashes names = new NameClashes(places);
    return MetadataKeys.of(source)
        .map(BucketName::parse)
        .filter(selection.buckets()::test)
        .mapConcat(bucket -> names.add(bucket).stream().toList())
        .mapAsync(1, clash -> undecided(clash).thenApply(open -> open ? refused(clash) : ""))
        .runWith(Sink.ignore(), materializer)
        .thenAccept(done -> {});
  }

  /** Once one of them has a copy, it keeps the name, and the other one is refused by itself. */
  private CompletionStage<Boolean> undecided(Clash clash) {
    return hasCopy(clash.one()).thenCombine(hasCopy(clash.other()), (one, other) -> !one && !other);
  }

  private CompletionStage<Boolean> hasCopy(BucketName bucket) {
    return checkpoints
        .bucketsNamed(bucket.toString())
        .thenApply(states -> states.stream().anyMatch(BucketState::hasCopy));
  }

  private String refused(Clash clash) {
    throw new RouteRefused(
        ExitCode.CONFIGURATION,
        "map.buckets: the source's buckets "
            + clash.one()
            + " and "
            + clash.other()
            + " would both be "
            + clash.there()
            + " at the destination, where a key of one could be a key of the other: they are in "
            + places.at(clash.one())
            + " and in "
            + places.at(clash.other())
            + ". Give each a prefix of its own with map.keys, neither of which begins with the other"
            + " ('"
            + clash.one()
            + ": -> "
            + clash.one().name()
            + "/'), change the rules for their names, or leave one out with select.buckets");
  }

  /**
   * Completes once what follows from a change of the rules is durable; fails with {@link
   * RouteRefused} where it is about what was copied, and nobody has asked for that.
   */
  CompletionStage<Void> unmoved() {
    return checkpoints
        .facts()
        .thenCompose(
            facts -> {
              String before = Optional.ofNullable(facts.get(RULES)).orElse("");
              if (before.equals(config.placeRules())) {
                return CompletableFuture.completedFuture(null);
              }
              Places then = MapConfig.ofPlaceRules(before).places();
              return moved(then, "", moved -> refuse(moved, then, facts))
                  .thenCompose(allowed -> moved(then, "", moved -> forget(moved, then)))
                  .thenCompose(
                      forgotten ->
                          checkpoints.save(Change.of(new Change.Fact(RULES, config.placeRules()))));
            });
  }

  /** Does something with all that have another place than before, page by page. */
  private CompletionStage<Void> moved(
      Places then, String after, Function<List<BucketState>, CompletionStage<Void>> action) {
    return checkpoints
        .buckets(after, PAGE)
        .thenCompose(
            page -> {
              if (page.isEmpty()) {
                return CompletableFuture.completedFuture(null);
              }
              List<BucketState> moved =
                  page.stream().filter(state -> hasMoved(state, then)).toList();
              String last = page.get(page.size() - 1).source().bucket().toString();
              return action.apply(moved).thenCompose(done -> moved(then, last, action));
            });
  }

  private boolean hasMoved(BucketState state, Places then) {
    BucketName bucket = state.source().bucket();
    return !state.destinationId().isEmpty() && !then.at(bucket).equals(places.at(bucket));
  }

  /** All are looked at before anything is forgotten, so that the old rules can be put back. */
  private CompletionStage<Void> refuse(
      List<BucketState> moved, Places then, Map<String, String> facts) {
    for (BucketState state : moved) {
      BucketName bucket = state.source().bucket();
      if (!rescan && state.hasCopy()) {
        throw new RouteRefused(
            ExitCode.CONFIGURATION,
            "map: the copy of bucket "
                + bucket
                + " is "
                + then.at(bucket)
                + " at the destination, and would be "
                + places.at(bucket)
                + " by the rules as they are now. Put them back, or have all such buckets copied"
                + " anew to where they are to be with 'gyre sync --rescan'; their old copies stay"
                + " as they are");
      }
      if (VersioningJournal.isUnsettled(facts, each -> then.together(each, bucket))) {
        throw new RouteRefused(
            ExitCode.CONFIGURATION,
            "map: the copy of bucket "
                + bucket
                + ", which is "
                + then.at(bucket)
                + " at the destination, is not in its final versioning state yet, because an"
                + " earlier run was cut short. Put the rules back and start once more, so that it"
                + " gets there; then change them");
      }
    }
    return CompletableFuture.completedFuture(null);
  }

  /**
   * Also those that have no copy to go on with: by the id that they keep, a bucket at the new place
   * could seem to be the one that was copied.
   */
  private CompletionStage<Void> forget(List<BucketState> moved, Places then) {
    if (moved.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    List<Change> changes = new ArrayList<>();
    for (BucketState state : moved) {
      BucketName bucket = state.source().bucket();
      LOG.warn(
          "bucket {}: its place at the destination is {} from now on; what was copied of it to {}"
              + " stays as it is",
          bucket,
          places.at(bucket),
          then.at(bucket));
      changes.add(new Change.BucketForgotten(state.source()));
    }
    changes.add(RouteStart.METADATA_DUE);
    return checkpoints.save(changes);
  }
}
