package io.gyre.route;

import static io.gyre.route.Entries.bucketShard;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.InMemoryCheckpointStore;
import io.gyre.checkpoint.ParkedEntry;
import io.gyre.copy.CopyTask;
import io.gyre.log.BucketShard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ParkedTasksTest {
  private static final BucketShard PHOTOS = bucketShard("photos");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();

  @Test
  void whatIsDueIsNotBehindManyOlderOnesThatAreNot() {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < ParkedTasks.MAX; i++) {
      changes.add(parked("old" + i, NOW.minusSeconds(3600), NOW.plusSeconds(60)));
    }
    changes.add(parked("due", NOW.minusSeconds(1), NOW));
    checkpoints.save(changes).toCompletableFuture().join();

    ParkedTasks tasks = ParkedTasks.load(checkpoints, PHOTOS, NOW).toCompletableFuture().join();

    assertThat(tasks.due(NOW))
        .hasSize(1)
        .first()
        .extracting(key -> key.get(0))
        .extracting(CopyTask::key)
        .isEqualTo("due");
  }

  private static Change parked(String key, Instant since, Instant nextTry) {
    return new Change.Parked(
        new ParkedEntry(
            PHOTOS, key, "", "write", OptionalLong.empty(), "TRANSIENT: 500", 3, since, nextTry));
  }
}
