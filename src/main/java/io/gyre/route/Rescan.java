package io.gyre.route;

import io.gyre.checkpoint.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether what is selected has changed since everything was last copied or compared by it. Log
 * entries that other settings left out are done with: only a comparison of all brings what they
 * told of. Pure.
 *
 * @param changes to be saved before anything is copied, together
 * @param changedSince since when other settings than the recorded ones have been used; empty where
 *     everything is as these say
 */
public record Rescan(List<Change> changes, Optional<Instant> changedSince) {
  /** The settings by which everything was last copied or compared. */
  static final String SETTINGS = "select";

  /** Since when others have been used, if any were: going back to the first does not mend that. */
  static final String CHANGED = "select-changed";

  /** Whether everything has to be compared anew before it is known to be as the settings say. */
  public static boolean isDue(Map<String, String> facts) {
    return facts.containsKey(CHANGED);
  }

  /** Copies the list. */
  public Rescan {
    changes = List.copyOf(changes);
  }

  /**
   * Decides at a start.
   *
   * @param facts of the route
   * @param settings as they are now, in one text
   * @param asked whether all is to be compared anew
   */
  public static Rescan of(Map<String, String> facts, String settings, boolean asked, Instant now) {
    Change recorded = new Change.Fact(SETTINGS, settings);
    if (asked) {
      return new Rescan(
          List.of(
              new Change.AllRestarted(),
              RouteStart.METADATA_DUE,
              recorded,
              new Change.FactRemoved(CHANGED)),
          Optional.empty());
    }
    Optional<Instant> changed = Optional.ofNullable(facts.get(CHANGED)).map(Instant::parse);
    if (changed.isPresent()) {
      return new Rescan(List.of(), changed);
    }
    Optional<String> before = Optional.ofNullable(facts.get(SETTINGS));
    if (before.isEmpty()) {
      return new Rescan(List.of(recorded), Optional.empty());
    }
    return before.get().equals(settings)
        ? new Rescan(List.of(), Optional.empty())
        : new Rescan(List.of(new Change.Fact(CHANGED, now.toString())), Optional.of(now));
  }
}
