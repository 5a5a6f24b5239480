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

  private static void insert(Connection connection, LogEntry entry) throws Exception {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, PostgresScheduleStore.persistenceId(entry.process()));
      statement.setLong(2, entry.slot() + 1);
      statement.setBytes(3, LogEntryCodec.encode(entry));
      assertEquals(1, statement.executeUpdate());
    }
  }
}
