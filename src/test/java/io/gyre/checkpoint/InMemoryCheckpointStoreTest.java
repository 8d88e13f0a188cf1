package io.gyre.checkpoint;

class InMemoryCheckpointStoreTest extends ParkedEntriesContract {
  private final InMemoryCheckpointStore fake = new InMemoryCheckpointStore();

  @Override
  CheckpointStore open() {
    return fake;
  }
}
