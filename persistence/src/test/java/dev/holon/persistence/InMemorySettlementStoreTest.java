package dev.holon.persistence;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.LogFeed;
import dev.holon.core.settlement.SettlementStore;
import dev.holon.testkit.InMemoryStores;

class InMemorySettlementStoreTest extends SettlementStoreContract {
  private final InMemoryStores stores = InMemoryStores.create();

  @Override
  SettlementStore store() {
    return stores.settlement();
  }

  @Override
  LogFeed feed() {
    return stores.schedule();
  }

  @Override
  void write(LogEntry entry) {
    stores.schedule().append(entry);
  }
}
