package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.Change;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RescanTest {
  private static final Instant T1 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant T2 = T1.plusSeconds(60);

  private final Map<String, String> facts = new HashMap<>();

  private Rescan start(String settings, boolean asked, Instant now) {
    Rescan rescan = Rescan.of(facts, settings, asked, now);
    for (Change change : rescan.changes()) {
      if (change instanceof Change.Fact fact) {
        facts.put(fact.name(), fact.value());
      } else if (change instanceof Change.FactRemoved fact) {
        facts.remove(fact.name());
      }
    }
    return rescan;
  }

  @Test
  void theFirstStartAndThoseWithTheSameSettingsHaveNothingToSay() {
    assertThat(start("a", false, T1).changedSince()).isEmpty();
    assertThat(start("a", false, T2).changes()).isEmpty();
  }

  @Test
  void aChangeIsSaidAtEachStartUntilARescan() {
    start("a", false, T1);

    assertThat(start("b", false, T1).changedSince()).contains(T1);
    assertThat(start("b", false, T2).changedSince()).contains(T1);
    assertThat(Rescan.isDue(facts)).as("not done until then").isTrue();

    Rescan rescan = start("b", true, T2);
    assertThat(rescan.changes()).contains(new Change.AllRestarted(), RouteStart.METADATA_DUE);
    assertThat(start("b", false, T2).changedSince()).isEmpty();
    assertThat(Rescan.isDue(facts)).isFalse();
  }

  /** What the others left out meanwhile is not in the log any more. */
  @Test
  void goingBackToTheRecordedSettingsDoesNotMendIt() {
    start("a", false, T1);
    start("b", false, T1);

    assertThat(start("a", false, T2).changedSince()).contains(T1);
  }
}
