package dev.holon.persistence;

import dev.holon.core.baselayer.BaseTransaction;
import dev.holon.core.baselayer.BaseTransactionCodec;
import dev.holon.core.baselayer.TransactionStore;
import dev.holon.protocol.Id;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;

/** The table of the base layer's transactions. */
public final class PostgresTransactionStore implements TransactionStore {
  private static final String PUT =
      "INSERT INTO base_transaction VALUES (?, ?) ON CONFLICT DO NOTHING";
  private static final String FIND = "SELECT bytes FROM base_transaction WHERE id = ?";

  private final Database database;

  public PostgresTransactionStore(Database database) {
    this.database = database;
  }

  @Override
  public void put(BaseTransaction transaction) {
    database.run(
        "transaction " + transaction.id(),
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            Columns.bind(
                statement, transaction.id().toBytes(), BaseTransactionCodec.encode(transaction));
            return statement.executeUpdate();
          }
        });
  }

  @Override
  public Optional<BaseTransaction> find(Id id) {
    return database.run(
        "transaction " + id,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            Columns.bind(statement, id.toBytes());
            try (ResultSet row = statement.executeQuery()) {
              return row.next()
                  ? Optional.of(BaseTransactionCodec.decode(row.getBytes("bytes")))
                  : Optional.<BaseTransaction>empty();
            }
          }
        });
  }
}
