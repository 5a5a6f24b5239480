package dev.holon.persistence;

import dev.holon.core.scheduler.FeedOffsets;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.LogEntryCodec;
import dev.holon.core.scheduler.LogFeed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows the journal by its {@code ordering}, up to the {@link JournalHorizon}. A process's later
 * entry is written when the earlier one is durable, so its number is higher.
 */
public final class PostgresLogFeed implements LogFeed, FeedOffsets {
  // The server sums the sizes, so that entries over the limit never cross the wire.
  private static final String ENTRIES =
      """
      WITH candidate AS (
        SELECT ordering, octet_length(event_payload) AS size FROM event_journal
        WHERE ordering > ? AND ordering <= ? AND left(persistence_id, 8) = 'process|'
        ORDER BY ordering
        LIMIT ?),
      measured AS (
        SELECT ordering, sum(size) OVER (ORDER BY ordering) - size AS size_before FROM candidate)
      SELECT j.ordering, j.event_payload
      FROM event_journal j
      WHERE j.ordering > ? AND left(j.persistence_id, 8) = 'process|'
        AND j.ordering <= (SELECT max(ordering) FROM measured WHERE size_before <= ?)
      ORDER BY j.ordering
      """;

  private static final String OFFSET = "SELECT position FROM feed_offset WHERE reader = ?";
  private static final String CREATE =
      "INSERT INTO feed_offset (reader, position) VALUES (?, 0) ON CONFLICT DO NOTHING";
  private static final String ADVANCE =
      "UPDATE feed_offset SET position = ? WHERE reader = ? AND position = ?";

  private final Database database;
  private final JournalHorizon horizon = new JournalHorizon();

  public PostgresLogFeed(Database database) {
    this.database = database;
  }

  @Override
  public Page after(long position, int countMax, long bytesMax) {
    if (countMax < 1) {
      throw new IllegalArgumentException("countMax must be at least 1, is " + countMax);
    }
    return database.run(
        "entries after position " + position,
        connection -> {
          long complete = horizon.advance(connection);
          return complete <= position
              ? new Page(List.of(), position)
              : page(connection, position, complete, new Limits(countMax, Math.max(0, bytesMax)));
        });
  }

  /** The position up to where no entry can come in between any more. */
  public long complete() {
    return database.run("end of the feed", horizon::advance);
  }

  @Override
  public long offset(String reader) {
    return database.run(
        "offset of " + reader,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(OFFSET)) {
            Columns.bind(statement, reader);
            ResultSet rows = statement.executeQuery();
            return rows.next() ? rows.getLong(1) : START;
          }
        });
  }

  @Override
  public boolean advance(String reader, long from, long to) {
    if (to < from) {
      throw new IllegalArgumentException(reader + " cannot go back from " + from + " to " + to);
    }
    return database.transact(
        "offset of " + reader,
        connection -> {
          if (from == START) {
            update(connection, CREATE, reader);
          }
          return update(connection, ADVANCE, to, reader, from) == 1;
        });
  }

  private record Limits(int countMax, long bytesMax) {}

  private static Page page(Connection connection, long from, long complete, Limits limits)
      throws SQLException {
    List<LogEntry> entries = new ArrayList<>();
    long last = from;
    try (PreparedStatement statement = connection.prepareStatement(ENTRIES)) {
      Columns.bind(statement, from, complete, limits.countMax(), from, limits.bytesMax());
      ResultSet rows = statement.executeQuery();
      while (rows.next()) {
        last = rows.getLong(1);
        entries.add(decode(rows.getBytes(2)));
      }
    }
    // Without entries there is none up to the horizon; with some there may be more behind them.
    return new Page(entries, entries.isEmpty() ? complete : last);
  }

  private static LogEntry decode(byte[] bytes) throws SQLException {
    try {
      return LogEntryCodec.decode(bytes);
    } catch (IllegalArgumentException e) {
      throw new SQLException("a stored entry does not read", e);
    }
  }

  private static int update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Columns.bind(statement, values);
      return statement.executeUpdate();
    }
  }
}
