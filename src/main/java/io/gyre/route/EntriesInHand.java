package io.gyre.route;

import io.gyre.log.BucketIndexEntry;
import io.gyre.log.LogPosition;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The entries of a bucket index log that were read and are not done, in order. As many as a round
 * reads ahead, so not more than the stream lets wait, and a page. Read and done by different
 * threads.
 */
final class EntriesInHand {
  private record InHand(LogPosition position, Instant time, String key) {}

  private final Deque<InHand> entries = new ArrayDeque<>();
  private Instant lastDone = Instant.MIN;
  private boolean more = true;

  /**
   * These follow those that were read before.
   *
   * @param more whether there are others
   */
  synchronized void read(List<BucketIndexEntry> page, boolean more) {
    page.forEach(
        entry -> entries.add(new InHand(entry.position(), entry.timestamp(), entry.key())));
    this.more = more;
  }

  /** All up to this position are done; nothing happens where it is none of theirs. */
  synchronized void done(LogPosition reached) {
    if (entries.stream().anyMatch(entry -> entry.position().equals(reached))) {
      InHand last = entries.remove();
      while (!last.position().equals(reached)) {
        last = entries.remove();
      }
      lastDone = last.time();
    }
  }

  /** What is not done; empty when that is nothing as far as is known. */
  synchronized Optional<Waiting> waiting() {
    InHand oldest = entries.peek();
    if (oldest != null) {
      return Optional.of(new Waiting(oldest.time(), oldest.key(), entries.size(), more));
    }
    return more && !lastDone.equals(Instant.MIN)
        ? Optional.of(new Waiting(lastDone, "", 0, true))
        : Optional.empty();
  }
}
