package io.gyre.log;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Up to where a log is done, and the entry before that.
 *
 * <p>Logs are trimmed silently: reading after a marker that is gone just begins with what is left.
 * So reading starts at {@code previous}, and the entry of {@code position} must come first.
 *
 * @param position everything up to it has a recorded outcome
 * @param previous the position before that; equal to {@code position} where it is not known, and
 *     then a gap cannot be seen
 */
public record Watermark(LogPosition position, LogPosition previous) {
  /** Before the first entry. */
  public static final Watermark ORIGIN = at(LogPosition.ORIGIN);

  /** A position without a known predecessor. */
  public static Watermark at(LogPosition position) {
    return new Watermark(position, position);
  }

  /** After one further entry. */
  public Watermark next(LogPosition.Marker entry) {
    return new Watermark(entry, position);
  }

  /**
   * The page without the watermark's own entry, if the page was read from {@code previous} and
   * nothing is missing; empty if something may be.
   */
  public <E> Optional<LogPage<E>> continues(
      LogPage<E> page, Function<E, LogPosition.Marker> positionOf) {
    if (position.equals(previous)) {
      return Optional.of(page);
    }
    List<E> entries = page.entries();
    if (entries.isEmpty() || !positionOf.apply(entries.get(0)).equals(position)) {
      return Optional.empty();
    }
    return Optional.of(new LogPage<>(entries.subList(1, entries.size()), page.next(), page.more()));
  }
}
