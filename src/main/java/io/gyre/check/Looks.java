package io.gyre.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How often, and after which pauses, something that is not equal is looked at again before it is
 * called so. What a replicator is about to bring is there at one of the looks. Pure.
 *
 * @param pauses before the second look and those after it
 */
public record Looks(List<Duration> pauses) {
  /**
   * Once so many differences are confirmed, what replication is about to bring is not what there is
   * to find, and further ones are looked at once more only: they would take hours.
   */
  static final long ENOUGH_CONFIRMED = 1_000;

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  public Looks {
    pauses = List.copyOf(pauses);
    if (pauses.isEmpty()) {
      throw new IllegalArgumentException("nothing is a difference at the first look");
    }
  }

  /** Looks within a time, from a second after the first on, less and less often. */
  public static Looks within(Duration time) {
    List<Duration> pauses = new ArrayList<>();
    Duration left = time;
    Duration pause = FIRST;
    while (left.compareTo(pause) > 0) {
      pauses.add(pause);
      left = left.minus(pause);
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
    pauses.add(left);
    return new Looks(pauses);
  }

  /**
   * The pause before another look; empty when there was the last.
   *
   * @param done looks so far, from 1
   * @param confirmed differences that there are by now
   */
  Optional<Duration> beforeNext(int done, long confirmed) {
    int most = confirmed < ENOUGH_CONFIRMED ? pauses.size() : 1;
    return done > most ? Optional.empty() : Optional.of(pauses.get(done - 1));
  }
}
