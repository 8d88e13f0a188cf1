package io.gyre.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gyre.copy.CopyTask.Intent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyLedgerTest {
  private final CopyLedger<Integer> ledger = new CopyLedger<>();

  @Test
  void theWatermarkWaitsForTheOldestEntryThatIsNotDone() {
    ledger.add(1, List.of(write("a")));
    ledger.add(2, List.of(write("b")));
    ledger.skip(3);
    CopyLedger.Unit<Integer> a = ledger.next().orElseThrow();
    CopyLedger.Unit<Integer> b = ledger.next().orElseThrow();

    ledger.done(b);
    assertThat(ledger.advance()).isEmpty();

    ledger.done(a);
    assertThat(ledger.advance()).contains(3);
    assertThat(ledger.pending()).isZero();
  }

  @Test
  void entriesOfOneVersionThatWaitBecomeOneUnit() {
    ledger.add(1, List.of(write("a")));
    CopyLedger.Unit<Integer> first = ledger.next().orElseThrow();
    ledger.add(2, List.of(write("a")));
    ledger.add(3, List.of(remove("a")));
    assertThat(ledger.next()).as("one at a time per key").isEmpty();

    ledger.done(first);
    CopyLedger.Unit<Integer> merged = ledger.next().orElseThrow();
    assertThat(merged.entries()).isEqualTo(2);
    assertThat(merged.tasks().get(0).intent()).isEqualTo(Intent.REMOVE);
    assertThat(ledger.next()).isEmpty();
  }

  @Test
  void anOlhEpochSurvivesALaterPlainWriteOfTheVersion() {
    ledger.add(1, List.of(task("a", "v1", OptionalLong.of(7))));
    ledger.add(2, List.of(task("a", "v1", OptionalLong.empty())));

    assertThat(ledger.next().orElseThrow().tasks().get(0).olhEpoch()).hasValue(7);
  }

  @Test
  void versionsOfAKeyThatWaitBecomeOneUnitInTheOrderOfTheirLastEntries() {
    ledger.add(1, List.of(write("a")));
    CopyLedger.Unit<Integer> first = ledger.next().orElseThrow();
    ledger.add(2, List.of(task("a", "v1", OptionalLong.of(2))));
    ledger.add(3, List.of(task("a", "v2", OptionalLong.of(3))));
    ledger.add(4, List.of(task("a", "v1", OptionalLong.empty())));
    ledger.done(first);

    CopyLedger.Unit<Integer> unit = ledger.next().orElseThrow();
    assertThat(unit.tasks()).extracting(CopyTask::instance).containsExactly("v2", "v1");
    assertThat(unit.tasks().get(1).olhEpoch()).hasValue(2);
    ledger.done(unit);
    assertThat(ledger.advance()).contains(4);
  }

  @Test
  void anEntryOfManyTasksCountsAsMany() {
    ledger.add(
        1, List.of(task("a", "v1", OptionalLong.of(2)), task("a", "v2", OptionalLong.of(3))));
    ledger.skip(2);
    assertThat(ledger.pending()).isEqualTo(3);

    ledger.done(ledger.next().orElseThrow());

    assertThat(ledger.advance()).contains(2);
    assertThat(ledger.pending()).isZero();
  }

  @Test
  void aUnitIsDoneOnce() {
    ledger.add(1, List.of(write("a")));
    CopyLedger.Unit<Integer> unit = ledger.next().orElseThrow();
    ledger.done(unit);

    assertThatThrownBy(() -> ledger.done(unit)).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void anyOrderOfEndingsPassesEveryEntryAndNeverTwoUnitsOfAKeyAtOnce(long seed) {
    Random random = new Random(seed);
    List<CopyLedger.Unit<Integer>> underWay = new ArrayList<>();
    Set<String> busy = new HashSet<>();
    Map<Integer, Boolean> ended = new HashMap<>();
    int read = 0;
    int reached = 0;
    while (reached < 500) {
      if (read < 500 && random.nextInt(3) > 0) {
        read++;
        ledger.add(read, List.of(write("k" + random.nextInt(7))));
        ended.put(read, false);
      }
      ledger
          .next()
          .ifPresent(
              unit -> {
                assertThat(busy.add(unit.tasks().get(0).key())).as("seed %d", seed).isTrue();
                underWay.add(unit);
              });
      if (!underWay.isEmpty() && random.nextBoolean()) {
        CopyLedger.Unit<Integer> unit = underWay.remove(random.nextInt(underWay.size()));
        busy.remove(unit.tasks().get(0).key());
        ledger.done(unit);
      }
      int before = reached;
      reached = ledger.advance().orElse(before);
      assertThat(reached).as("seed %d", seed).isGreaterThanOrEqualTo(before);
      assertThat(ledger.pending()).as("seed %d", seed).isEqualTo(read - reached);
    }
  }

  private static CopyTask write(String key) {
    return task(key, "", OptionalLong.empty());
  }

  private static CopyTask remove(String key) {
    return new CopyTask(
        key, "", Intent.REMOVE, OptionalLong.empty(), "", Instant.EPOCH, 0, false, false);
  }

  private static CopyTask task(String key, String instance, OptionalLong epoch) {
    return new CopyTask(key, instance, Intent.WRITE, epoch, "", Instant.EPOCH, 0, false, false);
  }
}
