package dev.holon.persistence;

import dev.holon.core.messenger.MonitorStore;
import dev.holon.testkit.InMemoryStores;

class InMemoryMonitorStoreTest extends MonitorStoreContract {
  private final MonitorStore store = InMemoryStores.create().monitors();

  @Override
  MonitorStore store() {
    return store;
  }
}
