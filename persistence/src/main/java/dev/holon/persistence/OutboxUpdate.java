package dev.holon.persistence;

import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.protocol.Id;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.SortedMap;
import java.util.TreeMap;

/** The statements that change the states of many entries in one transaction, and their counts. */
final class OutboxUpdate {
  // Rows are locked in the order of their keys, so that two updates cannot wait for each other.
  private static final String UPDATE =
      """
      WITH change AS (
        SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
          AS c (process_id, slot, entry_index, state, attempts, not_before_millis, cause, item_id, delivered_slot)),
      previous AS (
        SELECT o.process_id, o.slot, o.entry_index, o.state
        FROM outbox o JOIN change c USING (process_id, slot, entry_index)
        ORDER BY o.process_id, o.slot, o.entry_index
        FOR UPDATE OF o)
      UPDATE outbox o
      SET state = c.state, attempts = c.attempts, not_before_millis = c.not_before_millis, cause = c.cause,
        item_id = c.item_id, delivered_slot = c.delivered_slot
      FROM change c JOIN previous p USING (process_id, slot, entry_index)
      WHERE o.process_id = c.process_id AND o.slot = c.slot AND o.entry_index = c.entry_index
        AND (? OR p.state = 0 OR c.state = 1)
      RETURNING p.state, c.state, CASE WHEN o.chain_depth > 1 THEN o.chain_root END
      """;

  private static final String COUNT_CHAINS =
      """
      INSERT INTO chain_tally AS tally (root, entry_count, touched_millis)
      SELECT c.root, c.entry_count, (extract(epoch FROM now()) * 1000)::bigint
      FROM unnest(?, ?) AS c (root, entry_count)
      ON CONFLICT (root) DO UPDATE SET
        entry_count = tally.entry_count + excluded.entry_count, touched_millis = excluded.touched_millis
      """;

  private final long[] countChanges = new long[4];
  private final SortedMap<Id, Long> chains = new TreeMap<>();
  private int changedCount;

  private OutboxUpdate() {}

  /** Who changes states. */
  enum By {
    /** Whatever the entries' states are; all of them must exist. */
    OPERATOR,
    /** Only entries that are pending, or that were delivered. */
    MESSENGER
  }

  /** Changes the states; of several changes of an entry the last counts. */
  static int run(Connection connection, List<StateChange> changes, By by) throws SQLException {
    Map<OutboxKey, StateChange> lastOfEach = new LinkedHashMap<>();
    changes.forEach(change -> lastOfEach.put(change.key(), change));
    OutboxUpdate update = new OutboxUpdate();
    update.change(connection, List.copyOf(lastOfEach.values()), by);
    if (by == By.OPERATOR && update.changedCount != lastOfEach.size()) {
      throw new SQLException(
          "only " + update.changedCount + " of " + lastOfEach.size() + " outbox entries exist");
    }
    if (!update.chains.isEmpty()) {
      update.countChains(connection);
    }
    return OutboxTally.add(connection, update.countChanges);
  }

  private void change(Connection connection, List<StateChange> changes, By by) throws SQLException {
    List<StateColumns> states =
        changes.stream().map(change -> StateColumns.of(change.state())).toList();
    try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
      Columns.bind(
          statement,
          Columns.array(
              connection, "bytea", changes, change -> change.key().process().id().toBytes()),
          Columns.array(connection, "int8", changes, change -> change.key().slot()),
          Columns.array(connection, "int4", changes, change -> change.key().index()),
          Columns.array(connection, "int2", states, StateColumns::state),
          Columns.array(connection, "int4", states, StateColumns::attempts),
          Columns.array(connection, "int8", states, StateColumns::notBeforeMillis),
          Columns.array(connection, "text", states, StateColumns::cause),
          Columns.array(connection, "bytea", states, StateColumns::itemIdBytes),
          Columns.array(connection, "int8", states, StateColumns::deliveredSlot),
          by == By.OPERATOR);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          changed(rows.getShort(1), rows.getShort(2), rows.getBytes(3));
        }
      }
    }
  }

  private void changed(short before, short after, byte[] chainRoot) {
    countChanges[before]--;
    countChanges[after]++;
    changedCount++;
    boolean isNewlyDelivered = after == StateColumns.DELIVERED && before != after;
    if (isNewlyDelivered && chainRoot != null) {
      chains.merge(Id.of(chainRoot), 1L, Long::sum);
    }
  }

  // In the order of the roots, so that two transactions cannot wait for each other.
  private void countChains(Connection connection) throws SQLException {
    List<Entry<Id, Long>> counts = List.copyOf(chains.entrySet());
    try (PreparedStatement statement = connection.prepareStatement(COUNT_CHAINS)) {
      Columns.bind(
          statement,
          Columns.array(connection, "bytea", counts, count -> count.getKey().toBytes()),
          Columns.array(connection, "int8", counts, Entry::getValue));
      statement.executeUpdate();
    }
  }
}
