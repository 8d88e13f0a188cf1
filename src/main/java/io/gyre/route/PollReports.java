package io.gyre.route;

import io.gyre.checkpoint.LogKind;
import io.gyre.failure.GatewayException;
import io.gyre.log.LogPage;
import java.time.Instant;
import java.util.function.Function;

/**
 * What the reader of one log shard tells of its lag. For use by that one actor.
 *
 * @param timeOf an entry's time, by the source's clock
 * @param nameOf what an entry is of
 */
record PollReports<E>(
    LagTracker lag,
    LogKind kind,
    int shard,
    Function<E, Instant> timeOf,
    Function<E, String> nameOf) {

  /** Its entries were read, and are being worked on. */
  void read(LogPage<E> page) {
    if (!page.entries().isEmpty()) {
      E oldest = page.entries().get(0);
      lag.waits(
          kind,
          shard,
          new Waiting(
              timeOf.apply(oldest), nameOf.apply(oldest), page.entries().size(), page.more()));
    }
  }

  /**
   * It is done. What comes after it is not older than its last entry; more is not known of it.
   *
   * @param began when the read of the page did
   */
  void done(LogPage<E> page, Instant began) {
    if (page.more() && !page.entries().isEmpty()) {
      E newest = page.entries().get(page.entries().size() - 1);
      lag.waits(kind, shard, Waiting.announced(timeOf.apply(newest)));
    } else {
      lag.atEnd(kind, shard, began);
    }
  }

  /** A page could not be read, or not be worked on. */
  void failed(Throwable failure) {
    lag.failed(kind, shard, GatewayException.unwrap(failure).toString());
  }
}
