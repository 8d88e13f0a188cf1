package io.gyre.app;

import io.gyre.check.RepairStep;
import io.gyre.check.Subject;
import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointException;
import io.gyre.checkpoint.CheckpointView;
import io.gyre.checkpoint.ParkedEntry;
import io.gyre.checkpoint.RouteIdentity;
import io.gyre.copy.ObjectVersion;
import io.gyre.log.BucketShard;
import io.gyre.log.LogShards;
import io.gyre.route.RouteStart;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Hands what is to be repaired to the process that replicates the route, now or when it starts
 * next: as parked entries that are due. So a repair is a copy like any other, which reads the
 * source anew and removes nothing that the source has. Calls block; one thread at a time.
 */
final class RepairQueue implements AutoCloseable {
  /** How the reason of an entry begins. */
  static final String REASON = "REPAIR: ";

  private final CheckpointView view;
  private final Clock clock;

  private RepairQueue(CheckpointView view, Clock clock) {
    this.view = view;
    this.clock = clock;
  }

  /**
   * That of a state directory.
   *
   * @throws RouteRefused where there is none of this route
   */
  static RepairQueue open(Path state, RouteIdentity route, Clock clock) {
    try {
      CheckpointView view = CheckpointView.openToAmend(state);
      if (view.route().equals(route)) {
        return new RepairQueue(view, clock);
      }
      view.close();
    } catch (CheckpointException unusable) {
      throw refused(String.valueOf(unusable.getMessage()));
    }
    throw refused("the checkpoint in " + state + " is of another route");
  }

  private static RouteRefused refused(String why) {
    return new RouteRefused(
        ExitCode.CONFIGURATION,
        "--repair leaves its work to 'gyre sync' of this configuration: " + why);
  }

  /** Why nothing of a key can be copied now; empty where its work is queued. */
  Optional<String> add(Subject.Key key, List<RepairStep> steps, String verdict) {
    Optional<BucketState> bucket =
        view.buckets(key.bucket()).stream()
            .filter(known -> known.standing() == Standing.FOLLOWED)
            .findFirst();
    if (bucket.isEmpty()) {
      return Optional.of("its bucket is not followed (see gyre status)");
    }
    Optional<BucketShard> shard =
        BucketShard.all(bucket.get().source(), bucket.get().shards()).stream()
            .filter(each -> LogShards.indexes(each.shard(), key.key(), bucket.get().shards()))
            .findFirst();
    if (shard.isEmpty() || view.bucketShard(shard.get()).isEmpty()) {
      return Optional.of("its part of the bucket's index is not followed (see gyre status)");
    }
    view.park(
        steps.stream().map(step -> entry(shard.get(), key.key(), step, verdict)).toList(),
        clock.instant());
    return Optional.empty();
  }

  private ParkedEntry entry(BucketShard shard, String key, RepairStep step, String verdict) {
    Instant now = clock.instant();
    return new ParkedEntry(
        shard,
        key,
        step.versionId().equals(ObjectVersion.NULL) ? "" : step.versionId(),
        step.kind().name().toLowerCase(Locale.ROOT),
        step.olhEpoch(),
        REASON + "'check' found it " + verdict,
        0,
        now,
        now);
  }

  /** Users and buckets are compared in full when the route starts next. */
  void metadataDue() {
    view.amend(Change.of(RouteStart.METADATA_DUE));
  }

  /** The process that works on it now. */
  boolean isRunning() {
    return view.process().isPresent();
  }

  @Override
  public void close() {
    view.close();
  }
}
