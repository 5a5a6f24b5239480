package dev.holon.persistence;

import dev.holon.core.scheduler.FeedOffsets;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.LogFeed;
import dev.holon.testkit.InMemoryScheduleStore;
import dev.holon.testkit.InMemoryStores;

class InMemoryLogFeedTest extends LogFeedContract {
  private final InMemoryScheduleStore store = InMemoryStores.create().schedule();

  @Override
  LogFeed feed() {
    return store;
  }

  @Override
  FeedOffsets offsets() {
    return store;
  }

  @Override
  void write(LogEntry entry) {
    store.append(entry);
  }

  @Override
  long start() {
    return LogFeed.START;
  }
}
