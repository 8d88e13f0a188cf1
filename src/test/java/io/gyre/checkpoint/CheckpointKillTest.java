package io.gyre.checkpoint;

import static io.gyre.checkpoint.CheckpointStoreContract.ROUTE;
import static io.gyre.checkpoint.CheckpointStoreContract.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gyre.log.LogPosition;
import io.gyre.testing.ProcessLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of a process that saves: nothing that it reported is lost, nothing is there by half. */
class CheckpointKillTest {
  private static final int ROUNDS = 3;

  /** Less than the write-ahead log grows to before it is begun anew. */
  private static final int FULL = 400 << 10;

  /** Lines; the process writes tens of thousands a second. */
  private static final int MANY = 500_000;

  @TempDir Path directory;

  @Test
  void whatWasReportedSurvivesAKill() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      int reported = killAfter(1 + random.nextInt(1500));
      try (CheckpointStore store = JdbcCheckpointStore.open(directory, ROUTE)) {
        int kept = Integer.parseInt(get(store.facts()).get(SavingProcess.FACT));
        assertThat(kept).as("seed %d", seed).isGreaterThanOrEqualTo(reported);
        assertThat(get(store.logShard(LogKind.DATA, 0)).orElseThrow().position())
            .as("seed %d", seed)
            .isEqualTo(new LogPosition.Marker("" + kept));
      }
    }
  }

  /** Runs a process until it has reported so many saves, kills it and gives the last reported. */
  private int killAfter(int reports) throws IOException, InterruptedException {
    int last = 0;
    try (SavingProcess process = SavingProcess.start(directory)) {
      for (int i = 0; i < reports; i++) {
        last = process.next();
        assertThat(last).isEqualTo(i + 1);
      }
      process.kill();
      for (int more = process.next(); more != 0; more = process.next()) {
        last = more;
      }
    }
    return last;
  }

  /** No file of a process may grow beyond the limit that it is given: to it, the disk is full. */
  @Test
  void whatCannotBeWrittenIsNotReportedAndTheNextSaveMaySucceed() throws Exception {
    int last;
    try (SavingProcess process = SavingProcess.start(directory)) {
      ProcessLimit files = ProcessLimit.ofFileSizes(process.pid());
      assertThat(process.next()).isEqualTo(1);
      files.set(FULL);
      last = lastBeforeAFailure(process, 1);

      files.lift();
      int next = firstAfterFailures(process);
      assertThat(next).isGreaterThan(last);
      files.set(FULL);
      last = lastBeforeAFailure(process, next);
      process.kill();
    }
    try (CheckpointStore store = JdbcCheckpointStore.open(directory, ROUTE)) {
      assertThat(get(store.facts())).containsEntry(SavingProcess.FACT, "" + last);
    }
  }

  private int lastBeforeAFailure(SavingProcess process, int first) throws IOException {
    int last = first;
    String line = process.nextLine();
    for (; !line.startsWith(SavingProcess.FAILED); line = process.nextLine()) {
      last = Integer.parseInt(line);
      assertThat(last).as("saves without a failure").isLessThan(MANY);
    }
    assertThat(line)
        .contains(directory.resolve("checkpoint.db") + ": cannot save: ", "(ulimit -f)");
    return last;
  }

  private static int firstAfterFailures(SavingProcess process) throws IOException {
    String line = process.nextLine();
    for (int i = 0; i < MANY && line.startsWith(SavingProcess.FAILED); i++) {
      line = process.nextLine();
    }
    return Integer.parseInt(line);
  }

  @Test
  void aSecondProcessIsRefusedUntilTheFirstIsKilled() throws Exception {
    try (SavingProcess first = SavingProcess.start(directory)) {
      assertThat(first.next()).isEqualTo(1);
      assertThatThrownBy(() -> JdbcCheckpointStore.open(directory, ROUTE))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("in use by process " + first.pid() + ";");
      first.kill();
      JdbcCheckpointStore.open(directory, ROUTE).close();
    }
  }
}
