package dev.holon.persistence.journal;

import dev.holon.core.StoreException;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.LogEntryCodec;
import dev.holon.persistence.DatabaseSettings;
import dev.holon.persistence.PostgresScheduleStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Writes log entries without a scheduler, as rows that one could have written: for filling a
 * database that no node uses yet. Belongs to one thread.
 */
public final class JournalLoader implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  private final CopyConnection connection;
  private final CopyBuffer buffer = new CopyBuffer();
  private final String writerUuid = UUID.randomUUID().toString();
  private final Serializer serializer;

  /** How the journal names what reads an entry's bytes. */
  public record Serializer(int identifier, String manifest) {}

  /** Connects at the first write; the tables must be there. */
  public JournalLoader(DatabaseSettings database, Serializer serializer) {
    this.connection = new CopyConnection(database.login(), ANSWER_MAX);
    this.serializer = serializer;
  }

  /**
   * Writes all entries in one transaction. When this returns they are durable.
   *
   * @throws StoreException when the server fails, or has one of the slots; then none is written
   */
  public void write(List<LogEntry> entries) {
    try {
      connection.ensureOpen();
      buffer.fill(entries.stream().map(this::job).toList());
      connection.copy(buffer);
    } catch (SQLException e) {
      connection.close();
      throw new StoreException("loading " + entries.size() + " entries: " + e.getMessage(), e);
    }
  }

  private WriteJob job(LogEntry entry) {
    EventRow.Payload payload =
        new EventRow.Payload(
            LogEntryCodec.encode(entry), serializer.identifier(), serializer.manifest());
    return WriteJob.of(
        List.of(
            new EventRow(
                PostgresScheduleStore.persistenceId(entry.process()),
                entry.slot() + 1,
                writerUuid,
                entry.timestampMillis(),
                "",
                payload)));
  }

  @Override
  public void close() {
    connection.close();
  }
}
