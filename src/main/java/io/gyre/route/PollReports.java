package io.gyre.route;

import io.gyre.checkpoint.LogKind;
import io.gyre.failure.GatewayException;
import io.gyre.log.LogPage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;

/**
 * What the reader of one log shard tells of its lag, and of what keeps it from reading. For use by
 * that one actor.
 *
 * @param log of that actor
 * @param timeOf an entry's time, by the source's clock
 * @param nameOf what an entry is of
 */
record PollReports<E>(
    Logger log,
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
    lag.outage()
        .done(kind, shard, began)
        .ifPresent(
            lasted ->
                log.info(
                    "all of the source's log shards are followed again, after {} s",
                    lasted.toSeconds()));
  }

  /** A page could not be read, or not be worked on. Whoever asks hears of it; the log does not. */
  void failed(Throwable failure) {
    lag.failed(kind, shard, GatewayException.reasonOf(failure));
  }

  /**
   * The same, and the log tells of it when it is time.
   *
   * @param pause after which it is read again
   */
  void failed(Throwable failure, Duration pause, Instant now) {
    failed(failure);
    String reason = GatewayException.reasonOf(failure);
    Optional<LogOutage.Told> told = lag.outage().failed(kind, shard, now);
    if (told.isEmpty()) {
      log.debug("{}: could not be followed, again in {} ms: {}", this, pause.toMillis(), reason);
    } else if (told.get().others() == 0) {
      log.warn("{}: could not be followed, again in {} ms: {}", this, pause.toMillis(), reason);
    } else {
      log.warn(
          "{} and {} more of the source's log shards cannot be followed, since {}; again in {} ms:"
              + " {}",
          this,
          told.get().others(),
          told.get().since().truncatedTo(ChronoUnit.SECONDS),
          pause.toMillis(),
          reason);
    }
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " log shard " + shard;
  }
}
