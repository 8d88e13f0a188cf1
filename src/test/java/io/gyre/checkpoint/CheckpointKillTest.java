package io.gyre.checkpoint;

import static io.gyre.checkpoint.CheckpointStoreContract.ROUTE;
import static io.gyre.checkpoint.CheckpointStoreContract.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gyre.log.LogPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of a process that saves: nothing that it reported is lost, nothing is there by half. */
class CheckpointKillTest {
  private static final int ROUNDS = 3;

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
