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
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/**
 * Writes log entries without a scheduler, as rows that one could have written: for a database that
 * no node uses now. Belongs to one thread.
 */
public final class JournalLoader implements AutoCloseable {
  /** At the end of a long log the server looks at all of it again. */
  private static final Duration ANSWER_MAX = Duration.ofMinutes(10);

  /** No scheduler waits for the keys. */
  private static final Duration TRANSACTION_MAX = Duration.ofHours(6);

  private final CopyConnection connection;
  private final CopyBuffer buffer = new CopyBuffer();
  private final String writerUuid = UUID.randomUUID().toString();
  private final Serializer serializer;

  /** How the journal names what reads an entry's bytes. */
  public record Serializer(int identifier, String manifest) {}

  /**
   * Entries that are there one page after the other.
   *
   * @param <E> why there may be none
   */
  public interface Pages<E extends Exception> {
    /** The next ones; empty at the end. */
    List<LogEntry> next() throws E;

    /** Asked at the end: whether what came may be stored. */
    boolean isGood();
  }

  /** Connects at the first write; the tables must be there. */
  public JournalLoader(DatabaseSettings database, Serializer serializer) {
    this.connection = new CopyConnection(database.login(), ANSWER_MAX, TRANSACTION_MAX);
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
      buffer.begin();
      entries.forEach(entry -> buffer.put(row(entry)));
      buffer.end();
      connection.copy(buffer);
    } catch (SQLException e) {
      connection.close();
      throw new StoreException("loading " + entries.size() + " entries: " + e.getMessage(), e);
    }
  }

  /**
   * Writes the entries of all pages in one transaction, however many they are; holds one page. When
   * this returns true they are durable.
   *
   * @return false when they are not good; then none is written
   * @throws StoreException as {@link #write}
   * @throws E when {@code pages} does; then none is written
   */
  public <E extends Exception> boolean writeAll(Pages<E> pages) throws E {
    long count = 0;
    CopyIn copy = null;
    try {
      connection.ensureOpen();
      copy = connection.begin();
      buffer.begin();
      List<LogEntry> page = pages.next();
      while (!page.isEmpty()) {
        page.forEach(entry -> buffer.put(row(entry)));
        copy.writeToCopy(buffer.bytes(), 0, buffer.sizeBytes());
        count += page.size();
        buffer.clear();
        page = pages.next();
      }
      if (!pages.isGood()) {
        return false;
      }
      buffer.end();
      copy.writeToCopy(buffer.bytes(), 0, buffer.sizeBytes());
      copy.endCopy();
      return true;
    } catch (SQLException e) {
      throw new StoreException("loading entry " + count + ": " + e.getMessage(), e);
    } finally {
      cancelIfOpen(copy);
    }
  }

  private void cancelIfOpen(@Nullable CopyIn copy) {
    try {
      if (copy != null && copy.isActive()) {
        copy.cancelCopy();
      }
    } catch (SQLException e) {
      connection.close(); // that ends the transaction as well
    }
  }

  private EventRow row(LogEntry entry) {
    EventRow.Payload payload =
        new EventRow.Payload(
            LogEntryCodec.encode(entry), serializer.identifier(), serializer.manifest());
    return new EventRow(
        PostgresScheduleStore.persistenceId(entry.process()),
        entry.slot() + 1,
        writerUuid,
        entry.timestampMillis(),
        "",
        payload);
  }

  @Override
  public void close() {
    connection.close();
  }
}
