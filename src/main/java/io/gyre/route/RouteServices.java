package io.gyre.route;

import io.gyre.checkpoint.CheckpointStore;
import io.gyre.copy.FairGate;
import io.gyre.copy.ObjectCopier;
import io.gyre.failure.RetryPolicy;
import io.gyre.guard.DeleteGuard;
import io.gyre.log.BucketListing;
import io.gyre.log.BucketName;
import io.gyre.log.ChangeLog;
import io.gyre.log.LogTrimming;
import io.gyre.select.Contents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/**
 * What the actors of a route share.
 *
 * @param trimming removes from the source's logs what is done
 * @param destination lists the destination's buckets
 * @param selected whether a bucket is to be replicated
 * @param contents what of it is
 * @param deletes stops buckets in which too much would be deleted
 * @param fullPasses lets so many bucket shards do their full pass at once
 * @param liveRounds lets so many bucket shards read their log at once
 * @param logPace how soon data log shards are read again
 * @param began when the route did
 */
public record RouteServices(
    ChangeLog log,
    LogTrimming trimming,
    BucketListing destination,
    CheckpointStore checkpoints,
    ObjectCopier copier,
    RetryPolicy retries,
    MetadataSync metadata,
    BucketHeads heads,
    Predicate<BucketName> selected,
    Contents contents,
    DeleteGuard deletes,
    FairGate fullPasses,
    FairGate liveRounds,
    Drain drain,
    RouteStatistics statistics,
    LagTracker lag,
    Pauses pauses,
    LogPace logPace,
    RouteSettings settings,
    Instant began,
    Clock clock) {

  /** The pause before something of the route's own is tried again that has failed so often. */
  Duration pauseAfter(Throwable failure, int failures) {
    return retries.pause(failure, failures, ThreadLocalRandom.current().nextDouble());
  }
}
