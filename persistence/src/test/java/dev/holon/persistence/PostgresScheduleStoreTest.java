package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.StoreException;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.LogEntryCodec;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.protocol.ProcessId;
import java.sql.ResultSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PostgresScheduleStoreTest extends ScheduleStoreContract {
  private final ScheduleStore store = new PostgresScheduleStore(TestDatabase.get());

  @Override
  ScheduleStore store() {
    return store;
  }

  @Override
  void write(LogEntry entry) {
    JournalRow.write(entry);
  }

  @Test
  void eventsOfOtherActorsAreNoLogs() {
    LogEntry entry = SampleLog.create(ignored -> {}).entry(0);
    long before = store.processCount();

    JournalRow.insert("cron|" + entry.process(), 1, LogEntryCodec.encode(entry));
    JournalRow.insert("cron|" + entry.process(), 2, new byte[] {1});

    assertEquals(before, store.processCount());
    assertEquals(Optional.empty(), store.find(entry.itemId()));
  }

  @Test
  void bytesThatAreNoEntryAreAFault() {
    ProcessId process = SampleLog.randomProcess();
    JournalRow.insert(PostgresScheduleStore.persistenceId(process), 1, new byte[200]);

    StoreException fault = assertThrows(StoreException.class, () -> store.latest(process));

    assertTrue(fault.getMessage().contains(process.toString()), fault.getMessage());
    assertTrue(fault.getCause().getCause().getMessage().contains("offset 0: unknown version 0"));
  }

  @Test
  void missingSlotIsAFault() {
    SampleLog log = SampleLog.create(entry -> {}).messages(3, 10);
    log.entries().stream().filter(entry -> entry.slot() != 2).forEach(JournalRow::write);

    assertThrows(StoreException.class, () -> store.entries(log.process(), 0, 10, Long.MAX_VALUE));
  }

  @Test
  void lookUpsUseTheirIndexes() {
    SampleLog log = SampleLog.create(JournalRow::write).messages(500, 10);
    TestDatabase.execute("ANALYZE event_journal");
    String id =
        "'\\x" + java.util.HexFormat.of().formatHex(log.process().id().toBytes()) + "'::bytea";

    assertPlan(
        "event_journal_message_idx",
        "SELECT * FROM event_journal WHERE substring(message_id FROM 1 FOR 8)::bigint = 5 AND message_id = "
            + id);
    assertPlan(
        "event_journal_assignment_idx",
        "SELECT * FROM event_journal WHERE substring(assignment_id FROM 1 FOR 8)::bigint = 5 AND assignment_id = "
            + id);
    assertPlan(
        "event_journal_process_idx",
        "SELECT count(*) FROM event_journal WHERE sequence_number = 1 AND left(persistence_id, 8) = 'process|'");
  }

  private static void assertPlan(String index, String sql) {
    String plan =
        TestDatabase.get()
            .run(
                "plan",
                connection -> {
                  StringBuilder lines = new StringBuilder();
                  try (ResultSet rows =
                      connection.createStatement().executeQuery("EXPLAIN " + sql)) {
                    while (rows.next()) {
                      lines.append(rows.getString(1)).append('\n');
                    }
                  }
                  return lines.toString();
                });
    assertTrue(plan.contains(index), plan);
  }
}
