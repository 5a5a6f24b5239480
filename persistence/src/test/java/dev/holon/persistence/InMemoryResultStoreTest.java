package dev.holon.persistence;

import dev.holon.core.compute.ResultStore;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.testkit.InMemoryStores;

class InMemoryResultStoreTest extends ResultStoreContract {
  private final InMemoryStores stores = InMemoryStores.create();

  @Override
  ResultStore store() {
    return stores.results();
  }

  @Override
  OutboxStore outbox() {
    return stores.outbox();
  }

  @Override
  void write(LogEntry entry) {
    stores.schedule().append(entry);
  }
}
