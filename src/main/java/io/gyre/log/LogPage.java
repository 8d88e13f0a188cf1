package io.gyre.log;

import java.util.List;

/**
 * One page of a log, oldest entry first.
 *
 * @param entries what was read, in log order
 * @param next where to read on; the position that was asked for when there was nothing
 * @param more whether the log is known to hold further entries
 */
public record LogPage<E>(List<E> entries, LogPosition next, boolean more) {
  public LogPage {
    entries = List.copyOf(entries);
  }
}
