package dev.holon.persistence;

import dev.holon.core.StoreException;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.LogEntryCodec;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Reads the logs out of the journal's table: persistence id {@code process|<process id>}, sequence
 * number = slot + 1, event = {@link LogEntryCodec}.
 */
public final class PostgresScheduleStore implements ScheduleStore {
  private static final String LATEST =
      "SELECT event_payload FROM event_journal WHERE persistence_id = ? ORDER BY sequence_number DESC LIMIT 1";

  private static final String ENTRY =
      "SELECT event_payload FROM event_journal WHERE persistence_id = ? AND sequence_number = ?";

  // The server sums the sizes, so that entries over the limit never cross the wire. It knows a size
  // without reading
  // the value.
  private static final String ENTRIES =
      """
      WITH candidate AS (
        SELECT sequence_number, octet_length(event_payload) AS size
        FROM event_journal
        WHERE persistence_id = ? AND sequence_number >= ?
        ORDER BY sequence_number
        LIMIT ?),
      measured AS (
        SELECT sequence_number, sum(size) OVER (ORDER BY sequence_number) - size AS size_before FROM candidate)
      SELECT j.event_payload
      FROM event_journal j
      WHERE j.persistence_id = ? AND j.sequence_number >= ?
        AND j.sequence_number <= (SELECT max(sequence_number) FROM measured WHERE size_before <= ?)
      ORDER BY j.sequence_number
      """;

  private static final String HEAD =
      "SELECT sequence_number FROM event_journal WHERE persistence_id = ? ORDER BY sequence_number DESC LIMIT 1";

  private static final String HEADER =
      "SELECT substring(event_payload FROM 1 FOR "
          + LogEntryCodec.HEADER_SIZE_BYTES
          + ") FROM event_journal WHERE persistence_id = ? AND sequence_number = ?";

  // Materialized: else the planner may walk the whole log of the process in search of the message.
  private static final String FIND_MESSAGE =
      """
      WITH candidate AS MATERIALIZED (
        SELECT persistence_id, sequence_number FROM event_journal
        WHERE substring(message_id FROM 1 FOR 8)::bigint = ? AND message_id = ?)
      SELECT j.event_payload
      FROM event_journal j
      WHERE j.persistence_id = ?
        AND j.sequence_number = (SELECT min(c.sequence_number) FROM candidate c WHERE c.persistence_id = ?)
      """;

  // Materialized: else the planner may walk the whole journal in order of `ordering`.
  private static final String FIND =
      """
      WITH candidate AS MATERIALIZED (
        SELECT ordering FROM event_journal
        WHERE substring(message_id FROM 1 FOR 8)::bigint = ? AND message_id = ?
        UNION ALL
        SELECT ordering FROM event_journal
        WHERE substring(assignment_id FROM 1 FOR 8)::bigint = ? AND assignment_id = ?)
      SELECT event_payload FROM event_journal WHERE ordering = (SELECT min(ordering) FROM candidate)
      """;

  private static final String MESSAGE_IDS =
      "SELECT message_id FROM event_journal WHERE persistence_id = ? ORDER BY sequence_number";

  private static final String FIND_CONTENT =
      """
      SELECT event_payload FROM event_journal
      WHERE persistence_id = ? AND content_key = ?
      ORDER BY sequence_number
      LIMIT 1
      """;

  private static final String CONTENT_KEYS =
      "SELECT content_key FROM event_journal WHERE persistence_id = ? AND content_key IS NOT NULL";

  // Those that PostgresBacklogStore has passed are counted.
  private static final String PROCESS_COUNT =
      """
      SELECT p.process_count + (
        SELECT count(*) FROM event_journal j
        WHERE j.ordering > p.position AND j.sequence_number = 1 AND left(j.persistence_id, 8) = 'process|')
      FROM backlog_position p
      """;

  /** Ids that the server sends at once. */
  private static final int FETCH_COUNT = 10_000;

  private final Database database;

  public PostgresScheduleStore(Database database) {
    this.database = database;
  }

  /** The id under which the scheduler of this process writes its journal. */
  public static String persistenceId(ProcessId process) {
    return "process|" + process;
  }

  @Override
  public Optional<LogEntry> latest(ProcessId process) {
    return database.run(
        "newest entry of " + process,
        connection -> one(connection, LATEST, persistenceId(process)));
  }

  @Override
  public Optional<LogEntry> entry(ProcessId process, long slot) {
    if (slot < 0) {
      return Optional.empty();
    }
    return database.run(
        "slot " + slot + " of " + process,
        connection -> one(connection, ENTRY, persistenceId(process), slot + 1));
  }

  @Override
  public List<LogEntry> entries(ProcessId process, long fromSlot, int countMax, long bytesMax) {
    String id = persistenceId(process);
    long from = Math.max(0, fromSlot) + 1;
    List<LogEntry> entries =
        countMax <= 0
            ? List.of()
            : database.run(
                "slots of " + process + " from " + fromSlot,
                connection ->
                    list(connection, ENTRIES, id, from, countMax, id, from, Math.max(0, bytesMax)));
    checkNoGaps(process, entries, from - 1);
    return entries;
  }

  @Override
  public long firstSlotAfter(ProcessId process, long millis) {
    return database.run(
        "first slot of " + process + " after " + millis,
        connection -> {
          OptionalLong head = number(connection, HEAD, persistenceId(process));
          // Timestamps increase from slot to slot: all before `low` are at most millis, all from
          // `high` on are later.
          long low = 0;
          long high = head.orElse(0);
          while (low < high) {
            long middle = (low + high) >>> 1;
            if (timestampMillis(connection, process, middle) > millis) {
              high = middle;
            } else {
              low = middle + 1;
            }
          }
          return low;
        });
  }

  @Override
  public Optional<LogEntry> findMessage(ProcessId process, Id itemId) {
    String id = persistenceId(process);
    return database.run(
        "message " + itemId + " of " + process,
        connection ->
            one(connection, FIND_MESSAGE, itemId.fingerprint(), itemId.toBytes(), id, id));
  }

  @Override
  public Optional<LogEntry> find(Id itemOrAssignmentId) {
    byte[] id = itemOrAssignmentId.toBytes();
    long fingerprint = itemOrAssignmentId.fingerprint();
    return database.run(
        "item " + itemOrAssignmentId,
        connection -> one(connection, FIND, fingerprint, id, fingerprint, id));
  }

  @Override
  public Optional<LogEntry> findContent(ProcessId process, Id contentKey) {
    return database.run(
        "content " + contentKey + " of " + process,
        connection -> one(connection, FIND_CONTENT, persistenceId(process), contentKey.toBytes()));
  }

  @Override
  public long[] messageFingerprints(ProcessId process) {
    return fingerprints("messages of " + process, MESSAGE_IDS, process);
  }

  @Override
  public long[] contentFingerprints(ProcessId process) {
    return fingerprints("contents of " + process, CONTENT_KEYS, process);
  }

  private long[] fingerprints(String what, String sql, ProcessId process) {
    // Only inside a transaction does the driver fetch a few rows at a time.
    return database.transact(
        what,
        connection -> {
          LongStream.Builder fingerprints = LongStream.builder();
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH_COUNT);
            statement.setString(1, persistenceId(process));
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                fingerprints.add(Id.of(rows.getBytes(1)).fingerprint());
              }
            }
          }
          return fingerprints.build().toArray();
        });
  }

  @Override
  public long processCount() {
    return database.run("process count", connection -> number(connection, PROCESS_COUNT)).orElse(0);
  }

  private static long timestampMillis(Connection connection, ProcessId process, long slot)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HEADER)) {
      Columns.bind(statement, persistenceId(process), slot + 1);
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("no slot " + slot + " of " + process);
        }
        return LogEntryCodec.timestampMillis(rows.getBytes(1));
      }
    }
  }

  private static OptionalLong number(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Columns.bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  private static Optional<LogEntry> one(Connection connection, String sql, Object... values)
      throws SQLException {
    return list(connection, sql, values).stream().findFirst();
  }

  private static List<LogEntry> list(Connection connection, String sql, Object... values)
      throws SQLException {
    List<LogEntry> entries = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Columns.bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          entries.add(decode(rows.getBytes(1)));
        }
      }
    }
    return entries;
  }

  private static LogEntry decode(byte[] bytes) throws SQLException {
    try {
      return LogEntryCodec.decode(bytes);
    } catch (IllegalArgumentException e) {
      throw new SQLException("a stored entry does not read", e);
    }
  }

  private static void checkNoGaps(ProcessId process, List<LogEntry> entries, long fromSlot) {
    for (int i = 0; i < entries.size(); i++) {
      LogEntry entry = entries.get(i);
      if (entry.slot() != fromSlot + i || !entry.process().equals(process)) {
        String fault =
            "slot "
                + entry.slot()
                + " of "
                + entry.process()
                + " where slot "
                + (fromSlot + i)
                + " of "
                + process
                + " belongs";
        throw new StoreException(fault, new IllegalStateException(fault));
      }
    }
  }
}
