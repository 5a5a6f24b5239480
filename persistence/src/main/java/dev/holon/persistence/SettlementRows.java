package dev.holon.persistence;

import dev.holon.core.settlement.BundleContent;
import dev.holon.core.settlement.BundleProgress;
import dev.holon.core.settlement.BundleState;
import dev.holon.core.settlement.Envelope;
import dev.holon.core.settlement.FeedRange;
import dev.holon.core.settlement.SettlementBundle;
import dev.holon.core.settlement.WalletNote;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of the settlement's tables. */
final class SettlementRows {
  /** Bundles with the envelope that counts and the ids of their modules in order. */
  static final String BUNDLES =
      """
      SELECT b.*, e.kind, e.id, e.bytes, e.block_height AS sealed_height,
        ARRAY(SELECT m.id FROM settlement_module m WHERE m.bundle_number = b.number ORDER BY m.place) AS modules
      FROM settlement_bundle b
      JOIN settlement_envelope e ON e.bundle_number = b.number AND e.envelope_number = b.envelope_number
      """;

  private SettlementRows() {}

  static SettlementBundle bundle(ResultSet row) throws SQLException {
    FeedRange range =
        new FeedRange(
            row.getLong("from_position"), row.getLong("to_position"), row.getInt("entry_count"));
    BundleContent content =
        new BundleContent(
            range,
            ids(row.getArray("modules")),
            row.getLong("size_bytes"),
            Columns.id(row, "hash"),
            row.getLong("oldest_millis"));
    Envelope envelope =
        new Envelope(
            Envelope.Kind.of(row.getInt("kind")),
            Columns.id(row, "id"),
            Bytes.of(row.getBytes("bytes")),
            row.getLong("sealed_height"));
    BundleProgress progress =
        new BundleProgress(
            BundleState.of(row.getInt("state")),
            row.getInt("failures"),
            row.getLong("next_millis"),
            row.getLong("known_millis"),
            row.getLong("block_height"),
            row.getString("cause"));
    return new SettlementBundle(
        row.getLong("number"), content, envelope, row.getInt("envelope_number"), progress);
  }

  static WalletNote walletNote(ResultSet row) throws SQLException {
    return new WalletNote(
        row.getString("mode"),
        row.getString("address"),
        amount(row.getBigDecimal("balance")),
        amount(row.getBigDecimal("price")),
        row.getString("cause"),
        row.getLong("at_millis"));
  }

  private static Optional<BigInteger> amount(@Nullable BigDecimal value) {
    return Optional.ofNullable(value).map(BigDecimal::toBigIntegerExact);
  }

  private static List<Id> ids(Array column) throws SQLException {
    List<Id> ids = new ArrayList<>();
    for (byte[] id : (byte[][]) column.getArray()) {
      ids.add(Id.of(id));
    }
    return ids;
  }
}
