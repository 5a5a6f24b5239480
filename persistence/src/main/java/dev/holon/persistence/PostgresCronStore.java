package dev.holon.persistence;

import dev.holon.core.cron.CronStore;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The crons' table. The journal's trigger adds a process's row with its slot 0. */
public final class PostgresCronStore implements CronStore {
  // Two nodes that ask at once do not wait for each other, and neither gets the other's processes.
  private static final String CLAIM =
      """
      WITH due AS (
        SELECT process_id, look_at_millis FROM cron
        WHERE look_at_millis <= ?
        ORDER BY look_at_millis
        LIMIT ?
        FOR UPDATE SKIP LOCKED)
      UPDATE cron c SET look_at_millis = ?,
        waiting_since_millis = coalesce(c.waiting_since_millis, nullif(d.look_at_millis, 0), ?)
      FROM due d WHERE c.process_id = d.process_id
      RETURNING c.process_id, d.look_at_millis
      """;

  private static final String LOOK_AT =
      "UPDATE cron SET look_at_millis = ?, waiting_since_millis = NULL WHERE process_id = ?";
  private static final String NEXT_LOOK = "SELECT look_at_millis FROM cron WHERE process_id = ?";

  private final Database database;

  public PostgresCronStore(Database database) {
    this.database = database;
  }

  @Override
  public List<ProcessId> claimDue(long nowMillis, long againMillis, int countMax) {
    return database.run(
        "crons that are due",
        connection -> {
          List<ProcessId> due = new ArrayList<>();
          try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            Columns.bind(statement, nowMillis, Math.max(0, countMax), againMillis, nowMillis);
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                due.add(new ProcessId(Id.of(rows.getBytes(1))));
              }
            }
          }
          return due;
        });
  }

  @Override
  public void lookAt(ProcessId process, long millis) {
    database.run(
        "cron of " + process,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(LOOK_AT)) {
            Columns.bind(statement, millis, process.id().toBytes());
            return statement.executeUpdate();
          }
        });
  }

  @Override
  public OptionalLong nextLook(ProcessId process) {
    return database.run(
        "cron of " + process,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(NEXT_LOOK)) {
            Columns.bind(statement, (Object) process.id().toBytes());
            try (ResultSet rows = statement.executeQuery()) {
              return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
            }
          }
        });
  }
}
