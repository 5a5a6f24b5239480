package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.compute.BacklogStore;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.scheduler.LogEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresBacklogStoreTest extends BacklogStoreContract {
  private final BacklogStore store = new PostgresBacklogStore(TestDatabase.get());
  private final PostgresResultStore results = new PostgresResultStore(TestDatabase.get());

  @Override
  BacklogStore store() {
    return store;
  }

  @Override
  ResultStore results() {
    return results;
  }

  @Override
  void write(LogEntry entry) {
    JournalRow.write(entry);
  }

  @AfterEach
  void close() {
    results.close();
  }

  @Test
  void entryThatCommitsLateIsNotPassed() throws SQLException {
    noteAll();
    SampleLog log;
    try (Connection late = TestDatabase.connect();
        Statement statement = late.createStatement()) {
      late.setAutoCommit(false);
      // Holds a number below those to come, as a batch does before its commit.
      statement.execute(
          """
          INSERT INTO event_journal (deleted, persistence_id, sequence_number, writer, write_timestamp,
            adapter_manifest, event_payload, event_ser_id, event_ser_manifest)
          VALUES (false, 'late', 1, 'test', 0, '', '', 4, '')
          """);
      log = newLog();
      noteAll();
      assertFalse(behind(100).contains(log.process()));
      late.rollback();
    }

    noteAll();
    noteAll();

    assertTrue(behind(100).contains(log.process()));
  }

  @Test
  void anotherStoreGoesOnWhereThisOneStopped() {
    noteAll();
    SampleLog log = newLog();
    BacklogStore other = new PostgresBacklogStore(TestDatabase.get());
    while (other.note(1)) {
      // Go on.
    }

    assertTrue(behind(100).contains(log.process()));
  }

  @Test
  void processesAreCountedOnce() {
    PostgresScheduleStore schedules = new PostgresScheduleStore(TestDatabase.get());
    long before = schedules.processCount();
    newLog().messages(2, 10);
    newLog();

    assertEquals(before + 2, schedules.processCount());
    noteAll();
    assertEquals(before + 2, schedules.processCount());
  }
}
