package dev.holon.persistence;

import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.scheduler.ChainPosition;
import dev.holon.protocol.Id;
import dev.holon.protocol.MalformedResultException;
import dev.holon.protocol.ProcessId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The outbox's table. */
public final class PostgresOutboxStore implements OutboxStore {
  private static final String SELECT = "SELECT * FROM outbox WHERE process_id = ? AND ";

  // The server sums the sizes, so that entries over the limit never cross the wire. It knows a size
  // without reading the value. Looking backward from an entry passes over due ones, which are in
  // the
  // page, and ends at the first that is not due.
  private static final String DUE =
      """
      SELECT measured.*,
        (SELECT earlier.not_before_millis
          FROM outbox earlier
          WHERE earlier.process_id = measured.process_id AND earlier.target = measured.target AND earlier.state = 0
            AND earlier.not_before_millis > ?
            AND (earlier.slot, earlier.entry_index) < (measured.slot, measured.entry_index)
          ORDER BY earlier.slot DESC, earlier.entry_index DESC
          LIMIT 1) AS behind_millis,
        (SELECT tally.entry_count FROM chain_tally tally WHERE tally.root = measured.chain_root) AS chain_count
      FROM (
        SELECT *, sum(octet_length(body)) OVER (ORDER BY slot, entry_index) - octet_length(body) AS size_before
        FROM outbox
        WHERE process_id = ? AND state = 0 AND not_before_millis <= ? AND (target IS NULL OR target <> ALL (?))
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

  private static final String ENTRY = SELECT + "slot = ? AND entry_index = ?";

  // Written out, so that the planner can use the indexes that cover only some states.
  private static final Map<StateKind, String> STATE_CONDITIONS =
      Map.of(
          StateKind.PENDING, "state = 0",
          StateKind.DELIVERED, "state = 1",
          StateKind.REFUSED, "state = 2",
          StateKind.PARKED, "state = 3");

  private static final String LIST_BEFORE_CONDITION =
      """
      SELECT * FROM (
        SELECT *, sum(octet_length(body)) OVER (ORDER BY process_id, slot, entry_index) - octet_length(body)
          AS size_before
        FROM outbox
        WHERE\s""";

  private static final String LIST_AFTER_CONDITION =
      """

        ORDER BY process_id, slot, entry_index
        LIMIT ?) measured
      WHERE size_before <= ?
      ORDER BY process_id, slot, entry_index
      """;

  private static final String REDO =
      """
      WITH previous AS (
        SELECT process_id, slot, entry_index, state FROM outbox
        WHERE process_id = ? AND slot = ? AND entry_index = ?
        FOR UPDATE)
      UPDATE outbox o
      SET state = 0, attempts = 0, not_before_millis = 0, cause = NULL, item_id = NULL, delivered_slot = NULL,
        chain_root = ?, chain_depth = ?
      FROM previous p
      WHERE o.process_id = p.process_id AND o.slot = p.slot AND o.entry_index = p.entry_index
      RETURNING p.state
      """;

  // A part of the rows at a time, so that no messenger waits long for a lock.
  private static final String FORGET_CHAINS =
      """
      DELETE FROM chain_tally WHERE root IN (
        SELECT root FROM chain_tally WHERE touched_millis < ? LIMIT 10000 FOR UPDATE SKIP LOCKED)
      """;

  private final Database database;
  private final SharedCommit conclusions;

  public PostgresOutboxStore(Database database) {
    this.database = database;
    this.conclusions =
        new SharedCommit(
            changes -> change(changes, OutboxUpdate.By.MESSENGER), "holon-outbox-writer");
  }

  /** Makes something of a row. */
  @FunctionalInterface
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  @Override
  public List<DueEntry> due(ProcessId process, long nowMillis, Page page) {
    return database.run(
        "due entries of " + process,
        connection ->
            list(
                connection,
                PostgresOutboxStore::dueEntry,
                DUE,
                nowMillis,
                process.id().toBytes(),
                nowMillis,
                Columns.array(connection, "bytea", List.copyOf(page.except()), Id::toBytes),
                Math.max(0, page.countMax()),
                Math.max(0, page.bytesMax())));
  }

  @Override
  public List<OutboxEntry> entries(ProcessId process, long slot) {
    return database.run(
        "outbox of slot " + slot + " of " + process,
        connection ->
            list(connection, PostgresOutboxStore::entry, ENTRIES, process.id().toBytes(), slot));
  }

  @Override
  public Optional<OutboxEntry> entry(OutboxKey key) {
    return database.run(
        "outbox entry " + key,
        connection ->
            list(
                    connection,
                    PostgresOutboxStore::entry,
                    ENTRY,
                    key.process().id().toBytes(),
                    key.slot(),
                    key.index())
                .stream()
                .findFirst());
  }

  @Override
  public List<OutboxEntry> list(Filter filter, int countMax, long bytesMax) {
    List<String> conditions = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    ProcessId process = filter.process();
    if (process != null) {
      conditions.add("process_id = ?");
      values.add(process.id().toBytes());
    }
    StateKind state = filter.state();
    if (state != null) {
      conditions.add(Objects.requireNonNull(STATE_CONDITIONS.get(state)));
    }
    OutboxKey after = filter.after();
    if (after != null) {
      conditions.add("(process_id, slot, entry_index) > (?, ?, ?)");
      values.addAll(List.of(after.process().id().toBytes(), after.slot(), after.index()));
    }
    values.addAll(List.of(Math.max(0, countMax), Math.max(0, bytesMax)));
    String where = conditions.isEmpty() ? "TRUE" : String.join(" AND ", conditions);
    String sql = LIST_BEFORE_CONDITION + where + LIST_AFTER_CONDITION;
    return database.run(
        "outbox entries",
        connection -> list(connection, PostgresOutboxStore::entry, sql, values.toArray()));
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.holon.core.StoreException also when there is no such entry; then nothing changes
   */
  @Override
  public void update(List<StateChange> changes) {
    change(changes, OutboxUpdate.By.OPERATOR);
  }

  @Override
  public CompletionStage<Void> conclude(List<StateChange> changes) {
    return conclusions.store(changes);
  }

  private void change(List<StateChange> changes, OutboxUpdate.By by) {
    if (!changes.isEmpty()) {
      database.transact(
          "states of " + changes.size() + " outbox entries",
          connection -> OutboxUpdate.run(connection, changes, by));
    }
  }

  @Override
  public boolean redo(OutboxKey key, ChainPosition chain) {
    return database.transact(
        "redoing outbox entry " + key,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(REDO)) {
            Columns.bind(
                statement,
                key.process().id().toBytes(),
                key.slot(),
                key.index(),
                chain.root().toBytes(),
                chain.depth());
            try (ResultSet rows = statement.executeQuery()) {
              if (!rows.next()) {
                return false;
              }
              long[] countChanges = new long[4];
              countChanges[rows.getShort(1)]--;
              countChanges[StateColumns.PENDING]++;
              OutboxTally.add(connection, countChanges);
              return true;
            }
          }
        });
  }

  @Override
  public void forgetChains(long beforeMillis) {
    int deleted;
    do {
      deleted =
          database.run(
              "chains that rest",
              connection -> {
                try (PreparedStatement statement = connection.prepareStatement(FORGET_CHAINS)) {
                  Columns.bind(statement, beforeMillis);
                  return statement.executeUpdate();
                }
              });
    } while (deleted > 0);
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

  private static <T> List<T> list(
      Connection connection, RowReader<T> reader, String sql, Object... values)
      throws SQLException {
    List<T> entries = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Columns.bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          entries.add(reader.read(rows));
        }
      }
    }
    return entries;
  }

  private static DueEntry dueEntry(ResultSet row) throws SQLException {
    return new DueEntry(entry(row), row.getLong("behind_millis"), row.getLong("chain_count"));
  }

  private static OutboxEntry entry(ResultSet row) throws SQLException {
    ProcessId process = new ProcessId(Columns.id(row, "process_id"));
    OutboxKey key = new OutboxKey(process, row.getLong("slot"), row.getInt("entry_index"));
    try {
      return new OutboxEntry(
          key,
          Columns.idOrNull(row, "pushed_for"),
          new ChainPosition(Columns.id(row, "chain_root"), row.getInt("chain_depth")),
          ActionCodec.decode(row.getBytes("body")),
          StateColumns.read(row));
    } catch (MalformedResultException e) {
      throw new SQLException("the stored " + key + " does not read", e);
    }
  }
}
