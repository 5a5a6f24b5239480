package dev.holon.persistence;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.LogFeed;
import dev.holon.core.settlement.SettlementStore;
import org.junit.jupiter.api.BeforeEach;

class PostgresSettlementStoreTest extends SettlementStoreContract {
  private final SettlementStore store = new PostgresSettlementStore(TestDatabase.get());
  private final LogFeed feed = new PostgresLogFeed(TestDatabase.get());

  @BeforeEach
  void empty() {
    emptyTables();
  }

  static void emptyTables() {
    TestDatabase.execute("TRUNCATE event_journal, event_tag, cron, time_floor");
    TestDatabase.execute(
        "TRUNCATE settlement_bundle, settlement_envelope, settlement_module, settlement_wallet");
    TestDatabase.execute("DELETE FROM feed_offset WHERE reader = 'settlement'");
  }

  @Override
  SettlementStore store() {
    return store;
  }

  @Override
  LogFeed feed() {
    return feed;
  }

  @Override
  void write(LogEntry entry) {
    JournalRow.write(entry);
  }
}
