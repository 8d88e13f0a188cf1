package io.gyre.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.log.LogPosition.Marker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LogReadingTest {
  private final List<Marker> entries = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final Queue<Runnable> onRead = new ArrayDeque<>();
  private LogPosition head = LogPosition.ORIGIN;

  private final LogReading.Log<Marker> log =
      new LogReading.Log<>() {
        @Override
        public CompletionStage<Optional<LogPosition>> head() {
          asked.add("head");
          return CompletableFuture.completedFuture(Optional.of(head));
        }

        @Override
        public CompletionStage<Optional<LogPage<Marker>>> read(LogPosition after, int max) {
          asked.add("read");
          Optional.ofNullable(onRead.poll()).ifPresent(Runnable::run);
          List<Marker> found =
              entries.stream()
                  .filter(
                      entry ->
                          !(after instanceof Marker marker)
                              || entry.value().compareTo(marker.value()) > 0)
                  .limit(max)
                  .toList();
          LogPosition next = found.isEmpty() ? after : found.get(found.size() - 1);
          return CompletableFuture.completedFuture(Optional.of(new LogPage<>(found, next, false)));
        }

        @Override
        public boolean canBeFirst(Marker entry) {
          return entry.equals(at(1));
        }
      };

  private void write(int... numbers) {
    for (int number : numbers) {
      entries.add(at(number));
      head = at(number);
    }
  }

  private void trimTo(int number) {
    entries.removeIf(entry -> entry.value().compareTo(at(number).value()) <= 0);
  }

  private static Marker at(int number) {
    return new Marker(String.format("%03d", number));
  }

  private LogReading<Marker> read(Watermark from) throws Exception {
    return read(from, 100);
  }

  private LogReading<Marker> read(Watermark from, int max) throws Exception {
    return LogReading.of(from, max, UnaryOperator.identity(), log)
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS)
        .orElseThrow();
  }

  private static Watermark recorded(int number) {
    return Watermark.at(at(number));
  }

  private static Watermark after(int previous, int number) {
    return new Watermark(at(number), at(previous));
  }

  @Test
  void aPageOfOneEntryIsOneThatIsNew() throws Exception {
    write(1, 2, 3, 4);

    assertThat(read(after(1, 2), 1).page().entries()).containsExactly(at(3));
  }

  @Test
  void behindAKnownEntryNothingIsMissing() throws Exception {
    write(1, 2, 3);

    LogReading<Marker> found = read(after(1, 2));

    assertThat(found.page().entries()).containsExactly(at(3));
    assertThat(found.gap()).isFalse();
    assertThat(asked).containsExactly("read");
  }

  @Test
  void entriesTrimmedBeyondAKnownOneAreAGap() throws Exception {
    write(1, 2, 3, 4);
    trimTo(3);

    LogReading<Marker> found = read(after(1, 2));

    assertThat(found.gap()).isTrue();
    assertThat(found.page().entries()).containsExactly(at(4));
  }

  @Test
  void aLogTrimmedToNothingIsAGapOnceAndTheHeadIsWhereItGoesOn() throws Exception {
    write(1, 2, 3);
    trimTo(3);

    LogReading<Marker> found = read(after(1, 2));

    assertThat(found.gap()).isTrue();
    assertThat(found.from()).isEqualTo(recorded(3));
    assertThat(read(found.from()).gap()).isFalse();
  }

  @Test
  void aLogTrimmedExactlyToWhatIsDoneIsNoGap() throws Exception {
    write(1, 2);
    trimTo(2);

    assertThat(read(after(1, 2)).gap()).isFalse();
    assertThat(read(recorded(2)).gap()).isFalse();
  }

  @Test
  void atARecordedHeadOnlyTheHeadIsAskedFor() throws Exception {
    write(1, 2);

    assertThat(read(recorded(2)).page().entries()).isEmpty();
    assertThat(asked).containsExactly("head");
  }

  @Test
  void afterARecordedHeadNothingIsMissingWhileOlderEntriesAreThere() throws Exception {
    write(1, 2, 3);

    LogReading<Marker> found = read(recorded(2));

    assertThat(found.gap()).isFalse();
    assertThat(found.page().entries()).containsExactly(at(3));
  }

  @Test
  void entriesTrimmedBeyondARecordedHeadAreAGap() throws Exception {
    write(1, 2, 3, 4);
    trimTo(3);
    assertThat(read(recorded(2)).gap()).isTrue();

    trimTo(4);
    LogReading<Marker> found = read(recorded(2));
    assertThat(found.gap()).isTrue();
    assertThat(found.from()).isEqualTo(recorded(4));
  }

  @Test
  void aLogThatWasEmptyIsReadFromItsBeginning() throws Exception {
    assertThat(read(Watermark.ORIGIN).gap()).isFalse();
    write(1, 2);
    assertThat(read(Watermark.ORIGIN).page().entries()).containsExactly(at(1), at(2));
    trimTo(2);
    assertThat(read(Watermark.ORIGIN).gap()).isTrue();
  }

  @Test
  void aLogTrimmedBeforeAndAfterItsPageWasReadIsAGap() throws Exception {
    write(1, 2, 3, 4);
    onRead.add(() -> trimTo(3));
    onRead.add(() -> trimTo(4));

    LogReading<Marker> found = read(recorded(2));

    assertThat(found.page().entries()).containsExactly(at(4));
    assertThat(found.gap()).as("3 was never read").isTrue();
  }

  @Test
  void whatWasTrimmedOffALogThatWasEmptyIsAGap() throws Exception {
    write(1, 2, 3);
    trimTo(2);

    assertThat(read(Watermark.ORIGIN).gap()).isTrue();
  }
}
