package io.gyre.route;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How long to wait before an actor that ended is started again. The pauses double from one end to
 * the next, for each actor on its own; one that ran for longer than the longest pause begins anew.
 * Not thread-safe: the parent of the actors owns it.
 *
 * @param <K> what tells the actors apart
 */
final class Restarts<K> {
  private static final int MAX_DOUBLINGS = 30;

  private final Duration min;
  private final Duration max;
  private final Map<K, Run> runs = new HashMap<>();

  private record Run(Instant started, int endsInARow) {}

  /**
   * @param min the first pause
   * @param max the pause to which it grows
   */
  Restarts(Duration min, Duration max) {
    this.min = min;
    this.max = max;
  }

  /** It has been started. */
  void started(K actor, Instant now) {
    runs.compute(actor, (same, run) -> new Run(now, run == null ? 0 : run.endsInARow()));
  }

  /** It has ended, and is to be started again after this time. */
  Duration ended(K actor, Instant now) {
    Run run = runs.getOrDefault(actor, new Run(now, 0));
    int before = run.started().plus(max).isAfter(now) ? run.endsInARow() : 0;
    runs.put(actor, new Run(run.started(), before + 1));
    Duration doubled = min.multipliedBy(1L << Math.min(before, MAX_DOUBLINGS));
    return doubled.compareTo(max) > 0 ? max : doubled;
  }

  /** It has come to its proper end. */
  void forget(K actor) {
    runs.remove(actor);
  }
}
