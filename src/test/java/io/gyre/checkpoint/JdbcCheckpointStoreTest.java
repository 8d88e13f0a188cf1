package io.gyre.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcCheckpointStoreTest extends CheckpointStoreContract {
  @TempDir Path directory;

  @Override
  CheckpointStore open() {
    return JdbcCheckpointStore.open(directory, ROUTE);
  }

  @Test
  void aClosedStoreSaysSo() {
    store.close();
    assertFails(store.save(Change.of(new Change.Fact("a", "1"))), "closed");
    assertFails(store.facts(), "closed");
    assertThat(directory.resolve("checkpoint.db-wal")).doesNotExist();
    store = open();
  }
}
