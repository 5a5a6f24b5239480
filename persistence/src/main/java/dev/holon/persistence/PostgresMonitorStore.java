package dev.holon.persistence;

import dev.holon.core.messenger.MonitorStore;
import dev.holon.protocol.ProcessId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;

/** The monitors' table. */
public final class PostgresMonitorStore implements MonitorStore {
  private static final String ADD =
      "INSERT INTO monitor (process_id, item_id, owner, since_millis) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT DO NOTHING";
  private static final String REMOVE = "DELETE FROM monitor WHERE process_id = ?";
  private static final String FIND = "SELECT * FROM monitor WHERE process_id = ?";

  private final Database database;

  public PostgresMonitorStore(Database database) {
    this.database = database;
  }

  @Override
  public boolean add(Monitor monitor) {
    return change(
        ADD,
        monitor.process().id().toBytes(),
        monitor.item().toBytes(),
        monitor.owner(),
        monitor.sinceMillis());
  }

  @Override
  public boolean remove(ProcessId process) {
    return change(REMOVE, (Object) process.id().toBytes());
  }

  @Override
  public Optional<Monitor> find(ProcessId process) {
    return database.run(
        "monitor of " + process,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            Columns.bind(statement, (Object) process.id().toBytes());
            try (ResultSet rows = statement.executeQuery()) {
              return rows.next()
                  ? Optional.of(
                      new Monitor(
                          process,
                          Columns.id(rows, "item_id"),
                          rows.getString("owner"),
                          rows.getLong("since_millis")))
                  : Optional.empty();
            }
          }
        });
  }

  private boolean change(String sql, Object... values) {
    return database.run(
        "monitors",
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Columns.bind(statement, values);
            return statement.executeUpdate() > 0;
          }
        });
  }
}
