package dev.holon.persistence;

import dev.holon.core.compute.BacklogStore;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.testkit.InMemoryBacklogStore;
import dev.holon.testkit.InMemoryStores;

class InMemoryBacklogStoreTest extends BacklogStoreContract {
  private final InMemoryStores stores = InMemoryStores.create();
  private final BacklogStore store = new InMemoryBacklogStore(stores.results());

  @Override
  BacklogStore store() {
    return store;
  }

  @Override
  ResultStore results() {
    return stores.results();
  }

  @Override
  void write(LogEntry entry) {
    stores.schedule().append(entry);
  }
}
