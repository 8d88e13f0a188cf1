package io.gyre.route;

import io.gyre.log.LogPage;
import io.gyre.log.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One log of a gateway, in memory: pages strictly after a position, silently trimmed. */
final class FakeLog<E> {
  private final Function<E, LogPosition.Marker> positionOf;
  private final List<E> entries = new ArrayList<>();
  private LogPosition head = LogPosition.ORIGIN;

  FakeLog(Function<E, LogPosition.Marker> positionOf) {
    this.positionOf = positionOf;
  }

  synchronized void add(E entry) {
    entries.add(entry);
    head = positionOf.apply(entry);
  }

  /** Removes all entries up to this one. */
  synchronized void trimTo(LogPosition.Marker last) {
    entries.removeIf(entry -> value(positionOf.apply(entry)).compareTo(last.value()) <= 0);
  }

  synchronized LogPosition head() {
    return head;
  }

  synchronized LogPage<E> read(LogPosition after, int max) {
    List<E> later =
        entries.stream()
            .filter(entry -> value(positionOf.apply(entry)).compareTo(value(after)) > 0)
            .toList();
    List<E> page = later.subList(0, Math.min(max, later.size()));
    LogPosition next = page.isEmpty() ? after : positionOf.apply(page.get(page.size() - 1));
    return new LogPage<>(page, next, later.size() > page.size());
  }

  private static String value(LogPosition position) {
    return position instanceof LogPosition.Marker marker ? marker.value() : "";
  }
}
