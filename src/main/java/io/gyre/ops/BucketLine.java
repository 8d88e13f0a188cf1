package io.gyre.ops;

import io.gyre.checkpoint.BucketFacts;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.metadata.BucketSizes.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One bucket as operators see it.
 *
 * @param facts of the checkpoint; of the bucket shards at work others know better
 * @param changed bucket shards that are followed and have changes waiting
 * @param since since when the oldest change waits, by the source's clock; empty when none is known
 *     to
 * @param oldest the key that has waited longest; empty where that is not known
 * @param waiting entries of its logs that were read and are not done
 * @param more whether there are, or may be, others that were not read yet
 * @param entriesPerSecond that get their outcome, of late
 * @param left what of its first copy is to be copied still; empty where that is not known
 */
record BucketLine(
    BucketFacts facts,
    int changed,
    Optional<Instant> since,
    String oldest,
    long waiting,
    boolean more,
    double entriesPerSecond,
    double bytesPerSecond,
    Optional<Size> left) {

  /** Entries a second; what is slower has no end that could be told. */
  private static final double SLOWEST = 0.01;

  /** What is being done with it. */
  enum State {
    /** Being copied, or compared, in full. */
    FULL_PASS,
    /** Its log is followed. */
    FOLLOWING,
    /** Its syncing is disabled at the source. */
    STOPPED,
    /** About to be made at the destination. */
    CREATING,
    /** The destination has another of that name. */
    REFUSED,
    /** Left out, for the reason given. */
    UNFOLLOWED,
    /** Left alone, as the configuration says. */
    UNSELECTED,
    /** Being removed at the destination. */
    REMOVING
  }

  State state() {
    Standing standing = facts.standing();
    if (standing != Standing.FOLLOWED) {
      return State.valueOf(standing.name());
    }
    if (facts.copying() > 0) {
      return State.FULL_PASS;
    }
    return facts.stopped() > 0 ? State.STOPPED : State.FOLLOWING;
  }

  /** The age of its oldest change; empty when it is not known, as in a full pass. */
  Optional<Duration> lag(Instant now) {
    return since
        .map(oldest -> Duration.between(oldest, now))
        .map(age -> age.isNegative() ? Duration.ZERO : age)
        .or(() -> state() == State.FOLLOWING ? Optional.of(Duration.ZERO) : Optional.empty());
  }

  /** Whether it is copied in full, and was not there before. */
  boolean isFirstCopy() {
    return state() == State.FULL_PASS && !facts.recheck();
  }

  /** The same, of whose first copy so much is left. */
  BucketLine leaving(Optional<Size> more) {
    return new BucketLine(
        facts, changed, since, oldest, waiting, this.more, entriesPerSecond, bytesPerSecond, more);
  }

  /** Until its changes are applied; empty where it is not known how many there are, or how fast. */
  Optional<Duration> toGo() {
    if (entriesPerSecond < SLOWEST) {
      return Optional.empty();
    }
    if (state() == State.FULL_PASS) {
      return left.map(size -> atThisRate(size.objects()));
    }
    return changed > 0 && !more ? Optional.of(atThisRate(waiting)) : Optional.empty();
  }

  private Duration atThisRate(long entries) {
    return Duration.ofSeconds(Math.round(Math.ceil(entries / entriesPerSecond)));
  }
}
