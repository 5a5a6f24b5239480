package dev.holon.persistence;

import dev.holon.core.compute.CheckpointStore;

class PostgresCheckpointStoreTest extends CheckpointStoreContract {
  private final CheckpointStore store = new PostgresCheckpointStore(TestDatabase.get());

  @Override
  CheckpointStore store() {
    return store;
  }
}
