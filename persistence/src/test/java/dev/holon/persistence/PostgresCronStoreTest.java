package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holon.core.cron.CronStore;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.LogEntryCodec;
import dev.holon.core.scheduler.TimeFloors;
import dev.holon.core.scheduler.TimeFloors.Promise;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class PostgresCronStoreTest extends CronStoreContract {
  private static final String INSERT =
      """
      INSERT INTO event_journal (persistence_id, sequence_number, writer, event_ser_id, event_ser_manifest, event_payload)
      VALUES (?, ?, 'test', 4, '', ?)
      """;

  private final CronStore crons = new PostgresCronStore(TestDatabase.get());
  private final TimeFloors floors = new PostgresTimeFloors(TestDatabase.get());

  @Override
  CronStore crons() {
    return crons;
  }

  @Override
  TimeFloors floors() {
    return floors;
  }

  @Override
  void write(LogEntry entry) {
    JournalRow.write(entry);
  }

  @Test
  void promiseWaitsForAnEntryThatIsBeingWrittenAndCountsIt() throws Exception {
    List<LogEntry> notWritten = new ArrayList<>();
    SampleLog log =
        SampleLog.createWithCron(
            entry -> {
              if (entry.slot() == 0) {
                JournalRow.write(entry);
              } else {
                notWritten.add(entry);
              }
            });
    log.messages(1, 10);
    CompletableFuture<Promise> promise;
    try (Connection writer = TestDatabase.connect()) {
      writer.setAutoCommit(false);
      insert(writer, notWritten.getFirst());

      promise = CompletableFuture.supplyAsync(() -> floors.raise(log.process(), 5_000));
      assertThrows(TimeoutException.class, () -> promise.get(300, TimeUnit.MILLISECONDS));
      writer.commit();
    }

    assertEquals(new Promise(1, 5_000), promise.get(10, TimeUnit.SECONDS));
  }

  @Test
  void entryThatMeetsAPromiseBeingMadeIsRefusedWhoeverWritesIt() throws Exception {
    SampleLog log = SampleLog.createWithCron(JournalRow::write);
    CompletableFuture<Void> write;
    try (Connection promising = TestDatabase.connect()) {
      promising.setAutoCommit(false);
      try (PreparedStatement raise =
          promising.prepareStatement(
              "UPDATE time_floor SET floor_millis = 5000 WHERE process_id = ?")) {
        raise.setBytes(1, log.process().id().toBytes());
        assertEquals(1, raise.executeUpdate());
      }
      write = CompletableFuture.runAsync(() -> log.messages(1, 10));
      assertThrows(TimeoutException.class, () -> write.get(300, TimeUnit.MILLISECONDS));
      promising.commit();
    }

    assertThrows(ExecutionException.class, () -> write.get(10, TimeUnit.SECONDS));
    assertFalse(floors.raise(log.process(), 0).headSlot() > 0);
  }

  @Test
  void oneLateEntryAmongManyOfAStatementIsFound() throws Exception {
    List<LogEntry> entries = new ArrayList<>();
    SampleLog first = SampleLog.createWithCron(entries::add).messages(2, 10);
    SampleLog without = SampleLog.create(entries::add).messages(2, 10);
    SampleLog second = SampleLog.createWithCron(entries::add).messages(2, 10);

    insertAll(entries.stream().filter(entry -> entry.slot() < 2).toList());
    floors.raise(first.process(), 1_015);
    floors.raise(second.process(), 1_025);
    List<LogEntry> late = entries.stream().filter(entry -> entry.slot() == 2).toList();
    SQLException refused = assertThrows(SQLException.class, () -> insertAll(late));

    assertEquals("23514", refused.getSQLState());
    insertAll(late.stream().filter(entry -> !entry.process().equals(second.process())).toList());
    assertEquals(2, floors.raise(first.process(), 1_016).headSlot());
    assertEquals(1, floors.raise(second.process(), 1_026).headSlot());
    assertEquals(TimeFloors.NONE, floors.floor(without.process()));
  }

  /** In one statement. */
  private static void insertAll(List<LogEntry> entries) throws SQLException {
    String rows = INSERT.strip() + ", (?, ?, 'test', 4, '', ?)".repeat(entries.size() - 1);
    try (Connection connection = TestDatabase.connect();
        PreparedStatement statement = connection.prepareStatement(rows)) {
      int column = 1;
      for (LogEntry entry : entries) {
        statement.setString(column++, PostgresScheduleStore.persistenceId(entry.process()));
        statement.setLong(column++, entry.slot() + 1);
        statement.setBytes(column++, LogEntryCodec.encode(entry));
      }
      assertEquals(entries.size(), statement.executeUpdate());
    }
  }

  private static void insert(Connection connection, LogEntry entry) throws Exception {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, PostgresScheduleStore.persistenceId(entry.process()));
      statement.setLong(2, entry.slot() + 1);
      statement.setBytes(3, LogEntryCodec.encode(entry));
      assertEquals(1, statement.executeUpdate());
    }
  }
}
