package dev.holon.persistence;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.LogEntryCodec;
import java.sql.PreparedStatement;

/** Writes to the journal's table with the columns that the plugin names. */
final class JournalRow {
  private static final String INSERT =
      """
      INSERT INTO event_journal (deleted, persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
        event_payload, event_ser_id, event_ser_manifest)
      VALUES (false, ?, ?, 'test', 0, '', ?, 4, '')
      """;

  private JournalRow() {}

  static void write(LogEntry entry) {
    insert(
        PostgresScheduleStore.persistenceId(entry.process()),
        entry.slot() + 1,
        LogEntryCodec.encode(entry));
  }

  static void insert(String persistenceId, long sequenceNumber, byte[] payload) {
    TestDatabase.get()
        .run(
            "insert",
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
                Columns.bind(statement, persistenceId, sequenceNumber, payload);
                return statement.executeUpdate();
              }
            });
  }
}
