package io.gyre.log;

import io.gyre.log.LogPosition.Marker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What a log has after a watermark, and whether entries before that are missing: logs are trimmed
 * silently.
 *
 * <p>Where the entry before the watermark's own is known, reading begins there, and the watermark's
 * entry has to come first. Where it is not (a position that was recorded as the head of the log),
 * the log's head tells whether there is anything new, and then its oldest entry must not lie behind
 * the position (looked at after the page: a log only ever loses its oldest entries); this is the
 * only place that compares markers, which are ordered as text within one log.
 *
 * @param page the entries after the watermark
 * @param gap whether some before them are missing. Also when the log was trimmed exactly to the
 *     watermark, which cannot be told from further
 * @param from the watermark that the page's entries follow; after a gap without a page the head
 */
public record LogReading<E>(LogPage<E> page, boolean gap, Watermark from) {

  /** One log; both answers are empty when it is not there. */
  public interface Log<E> {
    /** Where its newest entry is, even if that has been trimmed. */
    CompletionStage<Optional<LogPosition>> head();

    /** A page of it. */
    CompletionStage<Optional<LogPage<E>>> read(LogPosition after, int max);

    /**
     * Whether an entry can be the first one that the log ever had. Asked of the oldest one where
     * the log had none before: if it cannot, those before it were trimmed unread.
     */
    boolean canBeFirst(E entry);
  }

  /**
   * Reads on from a watermark; empty when the log is not there.
   *
   * @param max entries in a page; two at least are asked for, since the watermark's own is among
   *     them
   */
  public static <E> CompletionStage<Optional<LogReading<E>>> of(
      Watermark from, int max, Function<E, Marker> positionOf, Log<E> log) {
    return from.position().equals(from.previous())
        ? afterHead(from, max, positionOf, log)
        : log.read(from.previous(), Math.max(2, max))
            .thenCompose(
                page ->
                    page.isEmpty()
                        ? none()
                        : from.continues(page.get(), positionOf)
                            .map(continuing -> done(continuing, false, from))
                            .orElseGet(() -> broken(from, page.get(), log)));
  }

  /** The watermark's own entry did not come first. */
  private static <E> CompletionStage<Optional<LogReading<E>>> broken(
      Watermark from, LogPage<E> page, Log<E> log) {
    return page.entries().isEmpty()
        ? log.head().thenApply(head -> head.map(newest -> nothingLeft(from, newest)))
        : done(page, true, Watermark.at(from.position()));
  }

  private static <E> CompletionStage<Optional<LogReading<E>>> afterHead(
      Watermark from, int max, Function<E, Marker> positionOf, Log<E> log) {
    return log.head()
        .thenCompose(
            head -> {
              if (head.isEmpty()) {
                return none();
              }
              return head.get().equals(from.position())
                  ? done(empty(from), false, from)
                  : log.read(from.position(), max)
                      .thenCompose(
                          page ->
                              page.isEmpty()
                                  ? none()
                                  : page.get().entries().isEmpty()
                                      ? some(nothingLeft(from, head.get()))
                                      : afterOldest(from, page.get(), positionOf, log));
            });
  }

  private static <E> CompletionStage<Optional<LogReading<E>>> afterOldest(
      Watermark from, LogPage<E> page, Function<E, Marker> positionOf, Log<E> log) {
    if (!(from.position() instanceof Marker marker)) {
      return done(page, !log.canBeFirst(page.entries().get(0)), from);
    }
    return log.read(LogPosition.ORIGIN, 1)
        .thenApply(
            oldest ->
                oldest.map(
                    first -> new LogReading<>(page, !reachesTo(marker, first, positionOf), from)));
  }

  /**
   * Whether the log still has what was there at the position, or what came before it. One without
   * any entry was trimmed since the page was read, and may have been before that, too.
   */
  private static <E> boolean reachesTo(
      Marker position, LogPage<E> oldest, Function<E, Marker> positionOf) {
    return oldest.entries().stream()
        .anyMatch(entry -> positionOf.apply(entry).value().compareTo(position.value()) <= 0);
  }

  /** Nothing is missing if the log was trimmed exactly to what is done. */
  private static <E> LogReading<E> nothingLeft(Watermark from, LogPosition head) {
    boolean gap = head instanceof Marker && !head.equals(from.position());
    return new LogReading<>(empty(from), gap, gap ? Watermark.at(head) : from);
  }

  private static <E> LogPage<E> empty(Watermark from) {
    return new LogPage<>(List.of(), from.position(), false);
  }

  private static <E> CompletionStage<Optional<LogReading<E>>> done(
      LogPage<E> page, boolean gap, Watermark from) {
    return some(new LogReading<>(page, gap, from));
  }

  private static <E> CompletionStage<Optional<LogReading<E>>> some(LogReading<E> reading) {
    return CompletableFuture.completedFuture(Optional.of(reading));
  }

  private static <E> CompletionStage<Optional<LogReading<E>>> none() {
    return CompletableFuture.completedFuture(Optional.empty());
  }
}
