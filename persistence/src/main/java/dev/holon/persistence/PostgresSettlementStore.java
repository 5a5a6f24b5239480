package dev.holon.persistence;

import dev.holon.core.settlement.BundleContent;
import dev.holon.core.settlement.BundleProgress;
import dev.holon.core.settlement.Envelope;
import dev.holon.core.settlement.FeedRange;
import dev.holon.core.settlement.SettledSlots;
import dev.holon.core.settlement.SettlementBundle;
import dev.holon.core.settlement.SettlementFigures;
import dev.holon.core.settlement.SettlementStore;
import dev.holon.core.settlement.WalletNote;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settlement's tables. Two settlers at once meet at the row of {@code feed_offset}: the second
 * one waits for the first and finds the position moved.
 */
public final class PostgresSettlementStore implements SettlementStore {
  private static final String POSITION =
      "SELECT coalesce((SELECT position FROM feed_offset WHERE reader = ?), 0)";
  private static final String CREATE_POSITION =
      "INSERT INTO feed_offset (reader, position) VALUES (?, 0) ON CONFLICT DO NOTHING";
  private static final String ADVANCE =
      "UPDATE feed_offset SET position = ? WHERE reader = ? AND position = ?";

  private static final String INSERT =
      """
      INSERT INTO settlement_bundle (number, from_position, to_position, entry_count, size_bytes, hash, oldest_millis,
        envelope_number, state, failures, next_millis, known_millis, block_height, cause)
      SELECT coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?, ?, 1, 0, 0, ?, ?, 0, '' FROM settlement_bundle
      RETURNING number
      """;
  private static final String INSERT_ENVELOPE =
      """
      INSERT INTO settlement_envelope (bundle_number, envelope_number, kind, id, bytes, block_height)
      VALUES (?, ?, ?, ?, ?, ?)
      """;
  private static final String INSERT_MODULE =
      "INSERT INTO settlement_module (id, bundle_number, place) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

  private static final String RESEAL =
      """
      UPDATE settlement_bundle
      SET envelope_number = envelope_number + 1, state = 0, failures = 0, next_millis = ?, known_millis = ?,
        block_height = 0, cause = ''
      WHERE number = ? AND envelope_number = ? AND state <> 3
      """;
  private static final String UPDATE =
      """
      UPDATE settlement_bundle
      SET state = ?, failures = ?, next_millis = ?, known_millis = ?, block_height = ?, cause = ?
      WHERE number = ? AND envelope_number = ? AND state <> 3
      """;

  private static final String DUE =
      SettlementRows.BUNDLES
          + " WHERE b.state <> 3 AND b.next_millis <= ? ORDER BY b.next_millis, b.number LIMIT ?";
  private static final String NEWEST = SettlementRows.BUNDLES + " ORDER BY b.number DESC LIMIT ?";
  private static final String QUEUED =
      "SELECT count(*) FROM settlement_bundle WHERE state <> 3 AND state = 0";
  private static final String MODULES = "SELECT id FROM settlement_module";

  private static final String NOTE =
      """
      INSERT INTO settlement_wallet (mode, address, balance, price, cause, at_millis) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (is_only) DO UPDATE SET mode = excluded.mode, address = excluded.address, balance = excluded.balance,
        price = excluded.price, cause = excluded.cause, at_millis = excluded.at_millis
      """;
  private static final String WALLET = "SELECT * FROM settlement_wallet";

  private final Database database;

  public PostgresSettlementStore(Database database) {
    this.database = database;
  }

  @Override
  public long position() {
    return database.run("position of settlement", PostgresSettlementStore::position);
  }

  private static long position(Connection connection) throws SQLException {
    return number(connection, POSITION, READER).orElseThrow();
  }

  @Override
  public Optional<SettlementBundle> record(
      BundleContent content, Envelope envelope, long nowMillis) {
    FeedRange range = content.range();
    return database.transact(
        "bundle behind " + range.from(),
        connection -> {
          update(connection, CREATE_POSITION, READER);
          if (update(connection, ADVANCE, range.to(), READER, range.from()) != 1) {
            return Optional.empty();
          }
          long number = insert(connection, content, nowMillis);
          if (!insertModules(connection, number, content.modules())) {
            connection.rollback();
            return Optional.empty();
          }
          insert(connection, number, 1, envelope);
          return Optional.of(
              new SettlementBundle(number, content, envelope, 1, BundleProgress.queued(nowMillis)));
        });
  }

  private static long insert(Connection connection, BundleContent content, long nowMillis)
      throws SQLException {
    FeedRange range = content.range();
    return number(
            connection,
            INSERT,
            range.from(),
            range.to(),
            range.entryCount(),
            content.sizeBytes(),
            content.hash().toBytes(),
            content.oldestMillis(),
            nowMillis,
            nowMillis)
        .orElseThrow();
  }

  private static boolean insertModules(Connection connection, long number, List<Id> modules)
      throws SQLException {
    for (int place = 0; place < modules.size(); place++) {
      byte[] id = modules.get(place).toBytes();
      if (update(connection, INSERT_MODULE, id, number, place) != 1) {
        return false;
      }
    }
    return true;
  }

  private static void insert(
      Connection connection, long number, int envelopeNumber, Envelope envelope)
      throws SQLException {
    update(
        connection,
        INSERT_ENVELOPE,
        number,
        envelopeNumber,
        envelope.kind().code(),
        envelope.id().toBytes(),
        envelope.bytes().toArray(),
        envelope.blockHeight());
  }

  @Override
  public boolean reseal(SettlementBundle bundle, Envelope envelope, long nowMillis) {
    return database.transact(
        "envelope of bundle " + bundle.number(),
        connection -> {
          int old = bundle.envelopeNumber();
          if (update(connection, RESEAL, nowMillis, nowMillis, bundle.number(), old) != 1) {
            return false;
          }
          insert(connection, bundle.number(), old + 1, envelope);
          return true;
        });
  }

  @Override
  public void update(List<SettlementBundle> bundles) {
    if (bundles.isEmpty()) {
      return;
    }
    database.transact(
        "progress of bundles",
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
            for (SettlementBundle bundle : bundles) {
              BundleProgress progress = bundle.progress();
              Columns.bind(
                  statement,
                  progress.state().code(),
                  progress.failures(),
                  progress.nextMillis(),
                  progress.knownMillis(),
                  progress.blockHeight(),
                  progress.cause().replace('\0', ' '),
                  bundle.number(),
                  bundle.envelopeNumber());
              statement.addBatch();
            }
            return statement.executeBatch();
          }
        });
  }

  @Override
  public List<SettlementBundle> due(long nowMillis, int countMax) {
    return bundles("due bundles", DUE, nowMillis, countMax);
  }

  @Override
  public List<SettlementBundle> newest(int countMax) {
    return bundles("newest bundles", NEWEST, countMax);
  }

  private List<SettlementBundle> bundles(String what, String sql, Object... values) {
    return database.run(
        what,
        connection -> {
          List<SettlementBundle> bundles = new ArrayList<>();
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Columns.bind(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                bundles.add(SettlementRows.bundle(rows));
              }
            }
          }
          return bundles;
        });
  }

  @Override
  public long queuedCount() {
    return database.run("queued bundles", connection -> number(connection, QUEUED).orElseThrow());
  }

  @Override
  public Set<Id> modules() {
    return database.run(
        "settled modules",
        connection -> {
          Set<Id> modules = new HashSet<>();
          try (PreparedStatement statement = connection.prepareStatement(MODULES);
              ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              modules.add(Columns.id(rows, "id"));
            }
          }
          return modules;
        });
  }

  @Override
  public SettlementFigures figures() {
    return database.run(
        "figures of settlement",
        connection -> SettlementProgress.figures(connection, position(connection)));
  }

  @Override
  public Optional<SettledSlots> slots(ProcessId process) {
    return database.run(
        "settled slots of " + process,
        connection -> SettlementProgress.slots(connection, process, READER));
  }

  @Override
  public void note(WalletNote note) {
    database.run(
        "wallet of settlement",
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(NOTE)) {
            statement.setString(1, note.mode());
            statement.setString(2, note.address());
            statement.setBigDecimal(3, decimal(note.balance()));
            statement.setBigDecimal(4, decimal(note.price()));
            statement.setString(5, note.cause().replace('\0', ' '));
            statement.setLong(6, note.atMillis());
            return statement.executeUpdate();
          }
        });
  }

  private static @Nullable BigDecimal decimal(Optional<BigInteger> amount) {
    return amount.map(BigDecimal::new).orElse(null);
  }

  @Override
  public Optional<WalletNote> walletNote() {
    return database.run(
        "wallet of settlement",
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(WALLET);
              ResultSet row = statement.executeQuery()) {
            return row.next()
                ? Optional.of(SettlementRows.walletNote(row))
                : Optional.<WalletNote>empty();
          }
        });
  }

  private static Optional<Long> number(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Columns.bind(statement, values);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
      }
    }
  }

  private static int update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Columns.bind(statement, values);
      return statement.executeUpdate();
    }
  }
}
