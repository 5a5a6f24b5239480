package dev.holon.persistence;

import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.protocol.Id;
import dev.holon.protocol.MalformedResultException;
import dev.holon.protocol.ProcessId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The outbox's table. */
public final class PostgresOutboxStore implements OutboxStore {
  private static final String SELECT = "SELECT * FROM outbox WHERE process_id = ? AND ";

  // The server sums the sizes, so that entries over the limit never cross the wire. It knows a size
  // without reading the value.
  private static final String DUE =
      """
      SELECT * FROM (
        SELECT *, sum(octet_length(body)) OVER (ORDER BY slot, entry_index) - octet_length(body) AS size_before
        FROM outbox
        WHERE process_id = ? AND state = 0 AND not_before_millis <= ?
        ORDER BY slot, entry_index
        LIMIT ?) measured
      WHERE size_before <= ?
      ORDER BY slot, entry_index
      """;

  private static final String ENTRIES = SELECT + "slot = ? ORDER BY entry_index";

  // Of the entries that wait longest, whose they are. A process with more entries than the window
  // hides others only until it has been served, and it is the first one in the list.
  private static final String PROCESSES_WITH_DUE =
      """
      SELECT process_id FROM (
        SELECT process_id, not_before_millis
        FROM outbox
        WHERE state = 0 AND not_before_millis <= ?
        ORDER BY not_before_millis
        LIMIT ?) due
      GROUP BY process_id
      ORDER BY min(not_before_millis), process_id
      LIMIT ?
      """;

  /** Due entries that one look at the processes reads. */
  private static final int WINDOW_COUNT = 20_000;

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
      RETURNING p.state, c.state
      """;

  private final Database database;

  public PostgresOutboxStore(Database database) {
    this.database = database;
  }

  @Override
  public List<OutboxEntry> due(ProcessId process, long nowMillis, int countMax, long bytesMax) {
    byte[] id = process.id().toBytes();
    int count = Math.max(0, countMax);
    long bytes = Math.max(0, bytesMax);
    return database.run(
        "due entries of " + process,
        connection -> list(connection, DUE, id, nowMillis, count, bytes));
  }

  @Override
  public List<OutboxEntry> entries(ProcessId process, long slot) {
    return database.run(
        "outbox of slot " + slot + " of " + process,
        connection -> list(connection, ENTRIES, process.id().toBytes(), slot));
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.holon.core.StoreException also when there is no such entry; then nothing changes
   */
  @Override
  public void update(List<StateChange> changes) {
    Map<OutboxKey, StateChange> lastOfEach = new LinkedHashMap<>();
    changes.forEach(change -> lastOfEach.put(change.key(), change));
    if (lastOfEach.isEmpty()) {
      return;
    }
    database.transact(
        "states of " + lastOfEach.size() + " outbox entries",
        connection ->
            OutboxTally.add(connection, update(connection, List.copyOf(lastOfEach.values()))));
  }

  @Override
  public List<ProcessId> processesWithDue(long nowMillis, int countMax) {
    return database.run(
        "processes with due entries",
        connection -> {
          List<ProcessId> processes = new ArrayList<>();
          try (PreparedStatement statement = connection.prepareStatement(PROCESSES_WITH_DUE)) {
            Columns.bind(statement, nowMillis, WINDOW_COUNT, Math.max(0, countMax));
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                processes.add(new ProcessId(Id.of(rows.getBytes(1))));
              }
            }
          }
          return processes;
        });
  }

  @Override
  public Counts counts() {
    return database.run("outbox counts", OutboxTally::sum);
  }

  /** Returns by how much each state's count changes. */
  private static long[] update(Connection connection, List<StateChange> changes)
      throws SQLException {
    List<StateColumns> states =
        changes.stream().map(change -> StateColumns.of(change.state())).toList();
    long[] countChanges = new long[4];
    int changedCount = 0;
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
          Columns.array(connection, "int8", states, StateColumns::deliveredSlot));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          countChanges[rows.getInt(1)]--;
          countChanges[rows.getInt(2)]++;
          changedCount++;
        }
      }
    }
    if (changedCount != changes.size()) {
      throw new SQLException(
          "only " + changedCount + " of " + changes.size() + " outbox entries exist");
    }
    return countChanges;
  }

  private static List<OutboxEntry> list(Connection connection, String sql, Object... values)
      throws SQLException {
    List<OutboxEntry> entries = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Columns.bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          entries.add(entry(rows));
        }
      }
    }
    return entries;
  }

  private static OutboxEntry entry(ResultSet row) throws SQLException {
    ProcessId process = new ProcessId(Columns.id(row, "process_id"));
    OutboxKey key = new OutboxKey(process, row.getLong("slot"), row.getInt("entry_index"));
    try {
      return new OutboxEntry(
          key,
          Columns.idOrNull(row, "pushed_for"),
          ActionCodec.decode(row.getBytes("body")),
          StateColumns.read(row));
    } catch (MalformedResultException e) {
      throw new SQLException("the stored " + key + " does not read", e);
    }
  }
}
