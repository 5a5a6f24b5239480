package dev.holon.persistence;

import dev.holon.core.compute.Checkpoint;
import dev.holon.core.compute.CheckpointStore;
import dev.holon.core.compute.ResultPlace;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.ProcessId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;

/** The checkpoints' table. */
public final class PostgresCheckpointStore implements CheckpointStore {
  private static final String PUT =
      """
      INSERT INTO checkpoint (process_id, slot, step, format, sha256, result_hash, created_millis, bytes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (process_id, slot, step) DO UPDATE SET
        format = excluded.format, sha256 = excluded.sha256, result_hash = excluded.result_hash,
        created_millis = excluded.created_millis, bytes = excluded.bytes
      """;

  // By the newest that goes, because a DELETE has no LIMIT.
  private static final String DROP_OLD =
      """
      DELETE FROM checkpoint WHERE process_id = ? AND (slot, step) <= (
        SELECT slot, step FROM checkpoint WHERE process_id = ?
        ORDER BY slot DESC, step DESC OFFSET ? LIMIT 1)
      """;

  private static final String NEWEST =
      """
      SELECT * FROM checkpoint WHERE process_id = ? AND (slot, step) <= (?, ?)
      ORDER BY slot DESC, step DESC LIMIT 1
      """;

  private static final String DISCARD =
      "DELETE FROM checkpoint WHERE process_id = ? AND slot = ? AND step = ?";

  private final Database database;

  public PostgresCheckpointStore(Database database) {
    this.database = database;
  }

  @Override
  public void put(Checkpoint checkpoint, int keepCount) {
    byte[] process = checkpoint.process().id().toBytes();
    database.transact(
        "checkpoint of " + checkpoint.process(),
        connection -> {
          try (PreparedStatement put = connection.prepareStatement(PUT);
              PreparedStatement drop = connection.prepareStatement(DROP_OLD)) {
            Columns.bind(
                put,
                process,
                checkpoint.place().slot(),
                checkpoint.place().step(),
                checkpoint.format(),
                checkpoint.sha256().toBytes(),
                checkpoint.resultHash().toBytes(),
                checkpoint.createdMillis(),
                checkpoint.bytes().toArray());
            put.executeUpdate();
            Columns.bind(drop, process, process, keepCount);
            return drop.executeUpdate();
          }
        });
  }

  @Override
  public Optional<Checkpoint> newest(ProcessId process, ResultPlace notAfter) {
    return database.run(
        "checkpoint of " + process,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
            Columns.bind(statement, process.id().toBytes(), notAfter.slot(), notAfter.step());
            try (ResultSet rows = statement.executeQuery()) {
              return rows.next()
                  ? Optional.of(
                      new Checkpoint(
                          process,
                          new ResultPlace(rows.getLong("slot"), rows.getLong("step")),
                          rows.getString("format"),
                          Bytes.of(rows.getBytes("bytes")),
                          Columns.id(rows, "sha256"),
                          Columns.id(rows, "result_hash"),
                          rows.getLong("created_millis")))
                  : Optional.empty();
            }
          }
        });
  }

  @Override
  public void discard(ProcessId process, ResultPlace place) {
    database.run(
        "checkpoint of " + process,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(DISCARD)) {
            Columns.bind(statement, process.id().toBytes(), place.slot(), place.step());
            return statement.executeUpdate();
          }
        });
  }
}
