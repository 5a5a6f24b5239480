package dev.holon.persistence;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.testkit.InMemoryScheduleStore;
import dev.holon.testkit.InMemoryStores;

class InMemoryScheduleStoreTest extends ScheduleStoreContract {
  private final InMemoryScheduleStore store = InMemoryStores.create().schedule();

  @Override
  ScheduleStore store() {
    return store;
  }

  @Override
  void write(LogEntry entry) {
    store.append(entry);
  }
}
