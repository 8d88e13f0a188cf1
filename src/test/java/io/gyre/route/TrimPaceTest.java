package io.gyre.route;

import static io.gyre.route.Entries.doneTo;
import static io.gyre.route.Entries.marker;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.log.LogPosition;
import io.gyre.log.Watermark;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TrimPaceTest {
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final TrimPace pace = new TrimPace();
  private Instant now = TestClock.START;

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void theEntryOfTheWatermarkItselfStays() {
    assertThat(pace.due(doneTo(5), now)).hasValue(marker(4));
  }

  @Test
  void nothingIsTrimmedWhereThatEntryIsNotKnown() {
    assertThat(pace.due(Watermark.ORIGIN, now)).isEmpty();
    assertThat(pace.due(Watermark.at(marker(5)), now)).isEmpty();
    assertThat(pace.due(new Watermark(marker(1), LogPosition.ORIGIN), now)).isEmpty();
  }

  @Test
  void whatIsTrimmedIsNotTrimmedAgain() {
    pace.due(doneTo(5), now).ifPresent(pace::done);
    pass(TrimPace.PAUSE_AFTER_FAILURE);

    assertThat(pace.due(doneTo(5), now)).isEmpty();
    assertThat(pace.due(doneTo(6), now)).hasValue(marker(5));
  }

  @Test
  void atMostOneTrimAPause() {
    pace.due(doneTo(5), now).ifPresent(pace::done);
    pass(TrimPace.PAUSE.minus(MOMENT));
    assertThat(pace.due(doneTo(6), now)).isEmpty();

    pass(MOMENT);

    assertThat(pace.due(doneTo(7), now)).hasValue(marker(6));
  }

  /** The last look comes once it has been quiet for so long, and there is none after it. */
  @Test
  void aLogThatIsSoonLeftAloneIsTrimmedBefore() {
    Duration quietAfter = Duration.ofSeconds(2);
    TrimPace hasty = TrimPace.until(quietAfter);
    hasty.due(doneTo(5), now).ifPresent(hasty::done);
    pass(quietAfter.dividedBy(2));

    assertThat(hasty.due(doneTo(6), now)).hasValue(marker(5));
    assertThat(TrimPace.until(Duration.ofHours(1)).due(doneTo(5), now)).isPresent();
  }

  @Test
  void aTrimThatWasDeclinedIsDueAgain() {
    assertThat(pace.due(doneTo(5), now)).isPresent();
    pass(TrimPace.PAUSE);

    assertThat(pace.due(doneTo(5), now)).hasValue(marker(4));
  }

  @Test
  void aTrimThatFailedIsDueAgainMuchLater() {
    assertThat(pace.due(doneTo(5), now)).isPresent();
    pace.failed(now);
    pass(TrimPace.PAUSE);
    assertThat(pace.due(doneTo(5), now)).isEmpty();

    pass(TrimPace.PAUSE_AFTER_FAILURE);

    assertThat(pace.due(doneTo(5), now)).hasValue(marker(4));
  }
}
