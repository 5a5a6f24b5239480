package dev.holon.persistence;

import dev.holon.core.StoreException;
import dev.holon.core.scheduler.TimeFloors;
import dev.holon.protocol.ProcessId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * The floors' table. The journal's trigger reads a floor under a lock, so raising one waits for the
 * entries that are being written, and those that come after see it. The log's head is read behind
 * that lock: no entry at or before the floor is missing from it.
 */
public final class PostgresTimeFloors implements TimeFloors {
  private static final String FLOOR = "SELECT floor_millis FROM time_floor WHERE process_id = ?";
  private static final String RAISE =
      """
      UPDATE time_floor SET floor_millis = greatest(floor_millis, ?) WHERE process_id = ?
      RETURNING floor_millis
      """;
  private static final String HEAD =
      """
      SELECT sequence_number - 1 FROM event_journal WHERE persistence_id = ?
      ORDER BY sequence_number DESC LIMIT 1
      """;

  private final Database database;

  public PostgresTimeFloors(Database database) {
    this.database = database;
  }

  @Override
  public long floor(ProcessId process) {
    return database.run(
        "floor of " + process,
        connection -> number(connection, FLOOR, process.id().toBytes()).orElse(NONE));
  }

  @Override
  public Promise raise(ProcessId process, long millis) {
    return database.transact(
        "floor of " + process,
        connection -> {
          OptionalLong floor = number(connection, RAISE, millis, process.id().toBytes());
          if (floor.isEmpty()) {
            String fault = "process " + process + " has no crons, and so no floor";
            throw new StoreException(fault, new IllegalArgumentException(fault));
          }
          String id = PostgresScheduleStore.persistenceId(process);
          long head = number(connection, HEAD, id).orElse(-1);
          return new Promise(head, floor.getAsLong());
        });
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
}
