package dev.holon.persistence;

import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.protocol.Id;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DeliveryState} as columns of the outbox.
 *
 * @param state 0 pending, 1 delivered, 2 refused, 3 parked
 */
record StateColumns(
    short state,
    int attempts,
    long notBeforeMillis,
    @Nullable String cause,
    @Nullable Id itemId,
    @Nullable Long deliveredSlot) {
  static final short PENDING = 0;
  static final short DELIVERED = 1;
  static final short REFUSED = 2;
  static final short PARKED = 3;

  /** Longer causes are cut: they come from other machines, and a person reads them. */
  static final int CAUSE_LENGTH_MAX = 4_000;

  static StateColumns of(DeliveryState state) {
    return switch (state) {
      case DeliveryState.Pending pending ->
          new StateColumns(
              PENDING,
              pending.attempts(),
              pending.notBeforeMillis(),
              storable(pending.lastCause()),
              null,
              null);
      case DeliveryState.Delivered delivered ->
          new StateColumns(DELIVERED, 0, 0, null, delivered.itemId(), delivered.slot());
      case DeliveryState.Refused refused ->
          new StateColumns(REFUSED, 0, 0, storable(refused.cause()), null, null);
      case DeliveryState.Parked parked ->
          new StateColumns(PARKED, 0, 0, storable(parked.cause()), null, null);
    };
  }

  byte @Nullable [] itemIdBytes() {
    return itemId == null ? null : itemId.toBytes();
  }

  static DeliveryState read(ResultSet row) throws SQLException {
    short state = row.getShort("state");
    String cause = row.getString("cause");
    return switch (state) {
      case PENDING ->
          new DeliveryState.Pending(
              row.getInt("attempts"), row.getLong("not_before_millis"), cause);
      case DELIVERED ->
          new DeliveryState.Delivered(Columns.id(row, "item_id"), row.getLong("delivered_slot"));
      case REFUSED -> new DeliveryState.Refused(cause == null ? "" : cause);
      case PARKED -> new DeliveryState.Parked(cause == null ? "" : cause);
      default -> throw new SQLException("unknown delivery state " + state);
    };
  }

  private static @Nullable String storable(@Nullable String cause) {
    if (cause == null) {
      return null;
    }
    // PostgreSQL's text has no character 0.
    String text = cause.replace('\0', '\uFFFD');
    return text.length() <= CAUSE_LENGTH_MAX ? text : text.substring(0, CAUSE_LENGTH_MAX);
  }
}
