package dev.holon.persistence;

import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.meter.ClusterFigures;
import dev.holon.core.meter.FigureStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

/** Counts what the tables hold. */
public final class PostgresFigures implements FigureStore {
  // Of the processes that are noted, and those with entries that nobody has looked at yet, two
  // probes each: the ends of log and results. While somebody looks at a whole journal for the first
  // time, only at the next entries. Of those furthest behind, the timestamp of the first
  // entry without a result; its place is that of dev.holon.core.scheduler.LogEntryCodec.
  private static final String LOGS =
      """
      WITH recent AS MATERIALIZED (
        SELECT persistence_id, substring(event_payload FROM 123 FOR 32) AS process_id, sequence_number
        FROM event_journal
        WHERE ordering > (SELECT position FROM backlog_position) AND left(persistence_id, 8) = 'process|'
        ORDER BY ordering
        LIMIT 100000),
      progress AS MATERIALIZED (
        SELECT p.persistence_id, (
            SELECT j.sequence_number - 1 FROM event_journal j WHERE j.persistence_id = p.persistence_id
            ORDER BY j.sequence_number DESC LIMIT 1) AS newest,
          coalesce((
            SELECT r.slot FROM result r WHERE r.process_id = p.process_id ORDER BY r.slot DESC, r.step DESC LIMIT 1), -1)
            AS evaluated
        FROM (
          SELECT persistence_id, process_id FROM recent
          UNION
          SELECT persistence_id, process_id FROM backlog) p),
      behind AS (SELECT * FROM progress WHERE newest > evaluated)
      SELECT (SELECT process_count FROM backlog_position) + (SELECT count(*) FROM recent WHERE sequence_number = 1),
        (SELECT count(*) FROM behind),
        (SELECT coalesce(sum(newest - evaluated), 0) FROM behind),
        (SELECT min(('x' || encode(substring(j.event_payload FROM 11 FOR 8), 'hex'))::bit(64)::bigint)
          FROM (SELECT * FROM behind ORDER BY newest - evaluated DESC LIMIT 32) b
          JOIN event_journal j ON j.persistence_id = b.persistence_id AND j.sequence_number = b.evaluated + 2)
      """;

  // A process's entries are written in the order of its results.
  private static final String OLDEST_PENDING =
      """
      SELECT min(r.timestamp_millis)
      FROM (SELECT process_id, min(slot) AS slot FROM outbox WHERE state = 0 GROUP BY process_id) o
      JOIN result r ON r.process_id = o.process_id AND r.slot = o.slot
      """;

  // A row that is new is due at once and has no time yet; one that is claimed has another time.
  private static final String OLDEST_CRON =
      """
      SELECT least(
        (SELECT min(look_at_millis) FROM cron WHERE look_at_millis > 0),
        (SELECT min(waiting_since_millis) FROM cron WHERE waiting_since_millis IS NOT NULL))
      """;

  private final Database database;

  public PostgresFigures(Database database) {
    this.database = database;
  }

  @Override
  public ClusterFigures read() {
    return database.run("figures", PostgresFigures::read);
  }

  private static ClusterFigures read(Connection connection) throws SQLException {
    OutboxStore.Counts outbox = OutboxTally.sum(connection);
    OptionalLong oldestPending =
        outbox.pending() == 0 ? OptionalLong.empty() : oldest(connection, OLDEST_PENDING);
    OptionalLong oldestCron = oldest(connection, OLDEST_CRON);
    try (PreparedStatement statement = connection.prepareStatement(LOGS);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new ClusterFigures(
          row.getLong(1),
          new ClusterFigures.Backlog(row.getLong(2), row.getLong(3), at(row, 4)),
          outbox,
          oldestPending,
          oldestCron);
    }
  }

  private static OptionalLong oldest(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return at(row, 1);
    }
  }

  private static OptionalLong at(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(millis);
  }
}
