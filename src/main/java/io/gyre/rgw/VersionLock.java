package io.gyre.rgw;

import io.gyre.rgw.ObjectLock.Retention;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What keeps a version from being removed.
 *
 * @param mode {@code GOVERNANCE} or {@code COMPLIANCE}; empty without retention
 * @param until the retention's end, in milliseconds: more than that is not told to every store
 * @param held whether there is a legal hold
 */
public record VersionLock(String mode, Instant until, boolean held) {
  public VersionLock {
    until = rounded(until);
  }

  /** The millisecond in which all of it is over. */
  public static Instant rounded(Instant until) {
    Instant begun = until.truncatedTo(ChronoUnit.MILLIS);
    return begun.equals(until) ? until : begun.plusMillis(1);
  }

  static VersionLock of(ObjectState state, Instant now) {
    boolean held = state.legalHold().filter("ON"::equals).isPresent();
    return state
        .retention()
        .filter(kept -> !kept.expired(now))
        .map(kept -> new VersionLock(kept.mode(), kept.until(), held))
        .orElseGet(() -> new VersionLock("", Instant.EPOCH, held));
  }

  /**
   * None, in place of a default or of one that a version has: what cannot be given is as short as
   * it can be.
   */
  public VersionLock allButNone(Instant now) {
    Retention shortest = ObjectLock.allButNone(now);
    return new VersionLock(shortest.mode(), shortest.until(), held);
  }

  /** Whether there is a retention that has not ended. */
  public boolean isRetained() {
    return !mode.isEmpty();
  }

  /** Whether it keeps anything. */
  public boolean isLocked() {
    return isRetained() || held;
  }

  /** Whether nobody can end its retention, which has not ended yet. */
  public boolean isCompliant(Instant now) {
    return mode.equals("COMPLIANCE") && until.isAfter(now);
  }

  /** Whether its retention can be ended before its time, and is not about to end by itself. */
  public boolean worthEnding(Instant now) {
    return isRetained() && new Retention(mode, until).worthEnding(now);
  }
}
