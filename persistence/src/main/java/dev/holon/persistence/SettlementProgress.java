package dev.holon.persistence;

import dev.holon.core.scheduler.LogEntryCodec;
import dev.holon.core.settlement.BundleState;
import dev.holon.core.settlement.SettledSlots;
import dev.holon.core.settlement.SettlementFigures;
import dev.holon.protocol.ProcessId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/** What is settled of the journal, counted over its numbers. */
final class SettlementProgress {
  private static final String NEWEST =
      "SELECT sequence_number FROM event_journal WHERE persistence_id = ? ORDER BY sequence_number DESC LIMIT 1";
  private static final String ORDERING =
      "SELECT ordering FROM event_journal WHERE persistence_id = ? AND sequence_number = ?";

  // Where the first bundle begins that is not so far; else where the next bundle will.
  private static final String REACHED =
      """
      SELECT coalesce(
        (SELECT from_position FROM settlement_bundle WHERE state <> 3 AND state < ? ORDER BY number LIMIT 1),
        (SELECT position FROM feed_offset WHERE reader = ?),
        0)
      """;

  // Final ones are the many; numbers have no gaps.
  private static final String COUNTS =
      """
      SELECT coalesce((SELECT max(number) FROM settlement_bundle), 0), count(*) FILTER (WHERE state = 0),
        count(*) FILTER (WHERE state = 1), count(*) FILTER (WHERE state = 2), min(oldest_millis),
        EXISTS (SELECT FROM settlement_wallet)
      FROM settlement_bundle WHERE state <> 3
      """;

  private static final String BACKLOG =
      """
      SELECT greatest(0, (SELECT coalesce(max(ordering), 0) FROM event_journal) - ?), coalesce(avg(size), 0)::bigint
      FROM (
        SELECT octet_length(event_payload) AS size
        FROM event_journal WHERE ordering > ? AND left(persistence_id, 8) = 'process|' ORDER BY ordering LIMIT 1000)
      """;

  private static final String FIRST_LEFT =
      "SELECT substring(event_payload FROM 1 FOR "
          + LogEntryCodec.HEADER_SIZE_BYTES
          + ") FROM event_journal WHERE ordering > ? AND left(persistence_id, 8) = 'process|' ORDER BY ordering LIMIT 1";

  private SettlementProgress() {}

  static Optional<SettledSlots> slots(Connection connection, ProcessId process, String reader)
      throws SQLException {
    String id = PostgresScheduleStore.persistenceId(process);
    OptionalLong newest = number(connection, NEWEST, id);
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    long count = newest.getAsLong();
    return Optional.of(
        new SettledSlots(
            count - 1,
            lastSlot(connection, id, count, reached(connection, BundleState.QUEUED, reader)),
            lastSlot(connection, id, count, reached(connection, BundleState.POSTED, reader)),
            lastSlot(connection, id, count, reached(connection, BundleState.SEEN, reader)),
            lastSlot(connection, id, count, reached(connection, BundleState.FINAL, reader))));
  }

  private static long reached(Connection connection, BundleState state, String reader)
      throws SQLException {
    return number(connection, REACHED, state.code(), reader).orElseThrow();
  }

  // Numbers grow from slot to slot: all below `low` are at or before the position, none from `high`
  // on is.
  private static OptionalLong lastSlot(
      Connection connection, String persistenceId, long count, long position) throws SQLException {
    long low = 0;
    long high = count;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (number(connection, ORDERING, persistenceId, middle + 1).orElseThrow() <= position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? OptionalLong.empty() : OptionalLong.of(low - 1);
  }

  static SettlementFigures figures(Connection connection, long position) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COUNTS);
        ResultSet row = statement.executeQuery()) {
      row.next();
      long open = row.getLong(2) + row.getLong(3) + row.getLong(4);
      // Before the first bundle a wallet is noted, also when the network is away.
      if (position == 0 && row.getLong(1) == 0 && !row.getBoolean(6)) {
        return SettlementFigures.NONE;
      }
      SettlementFigures.Counts counts =
          new SettlementFigures.Counts(
              row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(1) - open);
      return withBacklog(connection, position, counts, millis(row, 5));
    }
  }

  private static SettlementFigures withBacklog(
      Connection connection,
      long position,
      SettlementFigures.Counts counts,
      OptionalLong oldestOpen)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BACKLOG)) {
      Columns.bind(statement, position, position);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        long entries = row.getLong(1);
        OptionalLong oldest =
            oldestOpen.isPresent() ? oldestOpen : firstLeftMillis(connection, position);
        return new SettlementFigures(entries, entries * row.getLong(2), oldest, counts);
      }
    }
  }

  private static OptionalLong firstLeftMillis(Connection connection, long position)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIRST_LEFT)) {
      Columns.bind(statement, position);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? OptionalLong.of(LogEntryCodec.timestampMillis(row.getBytes(1)))
            : OptionalLong.empty();
      }
    }
  }

  private static OptionalLong millis(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(millis);
  }

  private static OptionalLong number(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Columns.bind(statement, values);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
      }
    }
  }
}
