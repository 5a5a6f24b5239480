package dev.holon.persistence;

import dev.holon.core.cron.CronStore;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.TimeFloors;
import dev.holon.testkit.InMemoryStores;

class InMemoryCronStoreTest extends CronStoreContract {
  private final InMemoryStores stores = InMemoryStores.create();

  @Override
  CronStore crons() {
    return stores.crons();
  }

  @Override
  TimeFloors floors() {
    return stores.crons();
  }

  @Override
  void write(LogEntry entry) {
    stores.schedule().append(entry);
  }
}
