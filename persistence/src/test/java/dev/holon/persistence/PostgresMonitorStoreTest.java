package dev.holon.persistence;

import dev.holon.core.messenger.MonitorStore;

class PostgresMonitorStoreTest extends MonitorStoreContract {
  private final MonitorStore store = new PostgresMonitorStore(TestDatabase.get());

  @Override
  MonitorStore store() {
    return store;
  }
}
