package dev.holon.persistence;

import dev.holon.core.record.RecordStore;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The records' table. An item keeps the block and time it was first put with. */
public final class PostgresRecordStore implements RecordStore {
  private static final String PUT = "INSERT INTO record VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
  private static final String FIND = "SELECT * FROM record WHERE id = ?";
  private static final String ALL =
      "SELECT * FROM record ORDER BY block_height DESC, timestamp_millis DESC, id";

  private final Database database;

  public PostgresRecordStore(Database database) {
    this.database = database;
  }

  @Override
  public void put(DataItem item, long blockHeight, long timestampMillis) {
    database.run(
        "record " + item.id(),
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            Columns.bind(
                statement, item.id().toBytes(), item.toBytes(), blockHeight, timestampMillis);
            return statement.executeUpdate();
          }
        });
  }

  @Override
  public Optional<StoredRecord> find(Id id) {
    return list("record " + id, FIND, id.toBytes()).stream().findFirst();
  }

  @Override
  public List<StoredRecord> all() {
    return list("all records", ALL);
  }

  private List<StoredRecord> list(String what, String sql, Object... values) {
    return database.run(
        what,
        connection -> {
          List<StoredRecord> records = new ArrayList<>();
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Columns.bind(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                records.add(read(rows));
              }
            }
          }
          return records;
        });
  }

  private static StoredRecord read(ResultSet row) throws SQLException {
    try {
      return new StoredRecord(
          DataItem.parseStored(row.getBytes("bytes")),
          row.getLong("block_height"),
          row.getLong("timestamp_millis"));
    } catch (ItemException e) {
      throw new SQLException("the stored record " + Columns.id(row, "id") + " does not read", e);
    }
  }
}
