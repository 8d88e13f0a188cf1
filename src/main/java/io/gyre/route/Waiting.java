package io.gyre.route;

import java.time.Instant;

/**
 * Changes of the source that are not applied yet.
 *
 * @param since the oldest of them was made at this time, by the source's clock; never before what
 *     is known to be done
 * @param oldest what that one is of: an object's key, a user, a bucket; empty where that is not
 *     known
 * @param entries of the log that were read and are not done
 * @param more whether there are, or may be, others that were not read yet
 */
public record Waiting(Instant since, String oldest, long entries, boolean more) {
  /** Something was announced, and nothing of it has been read. */
  static Waiting announced(Instant since) {
    return new Waiting(since, "", 0, true);
  }

  /** The same, of which none is older than what was read to the end then. */
  Waiting notBefore(Instant done) {
    return since.isBefore(done) ? new Waiting(done, oldest, entries, more) : this;
  }
}
