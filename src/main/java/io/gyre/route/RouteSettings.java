package io.gyre.route;

import java.time.Duration;

/**
 * The bounds and pauses of a route's actors.
 *
 * @param logPage entries asked for in one read of a log
 * @param listingPage entries asked for in one read of a listing
 * @param keysAtOnce keys that one bucket shard works on at once
 * @param pendingEntries entries that one bucket shard has read and not done
 * @param workersPerLogShard bucket shards of one log shard that are at work or watched at once
 * @param saveInterval least time between two saves of one bucket shard's watermark
 * @param roundSlice after which a round ends early and another begins: what is parked may have come
 *     due, and the bucket may have changed
 * @param bucketPolls how soon a bucket shard that changed is read again
 * @param logPolls how soon a log shard is read again; a data log shard while the source is at rest
 * @param quietAfter how long a bucket shard must have been quiet before it is left alone
 * @param once whether the route ends when all changes up to its start have an outcome: a bucket
 *     index log is then done with after a read to its end that began more than {@code quietAfter}
 *     after that start
 * @param lookForWork how often a log shard looks for bucket shards with something to do, besides
 *     being told
 * @param restartMin first pause after an actor has ended that should not
 * @param restartMax the pause to which that grows
 */
public record RouteSettings(
    int logPage,
    int listingPage,
    int keysAtOnce,
    int pendingEntries,
    int workersPerLogShard,
    Duration saveInterval,
    Duration roundSlice,
    PollBounds bucketPolls,
    PollBounds logPolls,
    Duration quietAfter,
    boolean once,
    Duration lookForWork,
    Duration restartMin,
    Duration restartMax) {

  /** When actors that end are started again. */
  <K> Restarts<K> restarts() {
    return new Restarts<>(restartMin, restartMax);
  }

  /** The shortest and the longest pause between two looks. */
  public record PollBounds(Duration min, Duration max) {}
}
