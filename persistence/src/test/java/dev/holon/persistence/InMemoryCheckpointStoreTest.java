package dev.holon.persistence;

import dev.holon.core.compute.CheckpointStore;
import dev.holon.testkit.InMemoryStores;

class InMemoryCheckpointStoreTest extends CheckpointStoreContract {
  private final CheckpointStore store = InMemoryStores.create().checkpoints();

  @Override
  CheckpointStore store() {
    return store;
  }
}
