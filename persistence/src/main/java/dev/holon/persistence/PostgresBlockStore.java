package dev.holon.persistence;

import dev.holon.core.baselayer.BlockStore;
import dev.holon.core.baselayer.KnownBlock;
import dev.holon.protocol.Bytes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/** The table of blocks. */
public final class PostgresBlockStore implements BlockStore {
  private static final String PUT = "INSERT INTO block VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
  private static final String FROM =
      "SELECT * FROM block WHERE height >= ? ORDER BY height LIMIT ?";

  private final Database database;

  public PostgresBlockStore(Database database) {
    this.database = database;
  }

  @Override
  public void put(KnownBlock block) {
    database.run(
        "block " + block.height(),
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            Columns.bind(statement, block.height(), block.id().toArray(), block.timestampMillis());
            return statement.executeUpdate();
          }
        });
  }

  @Override
  public List<KnownBlock> from(long height, int countMax) {
    return database.run(
        "blocks from " + height,
        connection -> {
          List<KnownBlock> blocks = new ArrayList<>();
          try (PreparedStatement statement = connection.prepareStatement(FROM)) {
            Columns.bind(statement, height, countMax);
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                blocks.add(
                    new KnownBlock(
                        rows.getLong("height"),
                        Bytes.of(rows.getBytes("id")),
                        rows.getLong("timestamp_millis")));
              }
            }
          }
          return blocks;
        });
  }
}
