package dev.holon.persistence;

import dev.holon.core.compute.ResultStore;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.testkit.InMemoryStores;

class InMemoryOutboxStoreTest extends OutboxStoreContract {
  private final InMemoryStores stores = InMemoryStores.create();

  @Override
  OutboxStore store() {
    return stores.outbox();
  }

  @Override
  ResultStore results() {
    return stores.results();
  }
}
