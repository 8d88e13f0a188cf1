package io.gyre.checkpoint;

class InMemoryCheckpointStoreTest extends CheckpointStoreContract {
  private final InMemoryCheckpointStore fake = new InMemoryCheckpointStore();

  @Override
  CheckpointStore open() {
    return fake;
  }
}
