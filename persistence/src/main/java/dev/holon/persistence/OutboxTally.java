package dev.holon.persistence;

import dev.holon.core.messenger.OutboxStore.Counts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Counts entries by state without reading them: each transaction adds its changes to a running sum.
 */
final class OutboxTally {
  private static final String ADD =
      """
      INSERT INTO outbox_tally AS tally VALUES (pg_backend_pid() % 1024, ?, ?, ?, ?)
      ON CONFLICT (shard) DO UPDATE SET
        pending = tally.pending + excluded.pending,
        delivered = tally.delivered + excluded.delivered,
        refused = tally.refused + excluded.refused,
        parked = tally.parked + excluded.parked
      """;

  private static final String SUM =
      """
      SELECT coalesce(sum(pending), 0), coalesce(sum(delivered), 0), coalesce(sum(refused), 0), coalesce(sum(parked), 0)
      FROM outbox_tally
      """;

  private OutboxTally() {}

  /**
   * Adds a transaction's changes by state, some of which may be negative. To be called last: until
   * the commit, others may wait for the row.
   */
  static int add(Connection connection, long[] byState) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ADD)) {
      Columns.bind(statement, byState[0], byState[1], byState[2], byState[3]);
      return statement.executeUpdate();
    }
  }

  /** The changes of all committed transactions. */
  static Counts sum(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SUM);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new Counts(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
    }
  }
}
