package dev.holon.persistence;

import dev.holon.core.compute.BacklogStore;
import dev.holon.core.compute.BehindPage;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the journal by its {@code ordering}, up to the {@link JournalHorizon}. Two that do so at
 * once do no harm: the position moves once, and a note that the other one renews is not forgotten.
 */
public final class PostgresBacklogStore implements BacklogStore {
  private static final String POSITION = "SELECT position FROM backlog_position";

  // The place of the process's id is that of dev.holon.core.scheduler.LogEntryCodec. For each
  // process of the stretch one probe: the end of its results. A row that is there takes the newer
  // ordering, and so outlives one who looked at it before and is about to forget it.
  private static final String NOTE =
      """
      WITH stretch AS MATERIALIZED (
        SELECT ordering, sequence_number, persistence_id, substring(event_payload FROM 123 FOR 32) AS process_id
        FROM event_journal
        WHERE ordering > ? AND ordering <= ? AND left(persistence_id, 8) = 'process|'
        ORDER BY ordering
        LIMIT ?),
      process AS MATERIALIZED (
        SELECT s.process_id, s.persistence_id, max(s.ordering) AS ordering, max(s.sequence_number) - 1 AS slot
        FROM stretch s
        GROUP BY s.process_id, s.persistence_id),
      noted AS (
        INSERT INTO backlog AS b (process_id, persistence_id, ordering)
        SELECT n.process_id, n.persistence_id, n.ordering
        FROM process n
        WHERE n.slot > coalesce((
          SELECT r.slot FROM result r WHERE r.process_id = n.process_id ORDER BY r.slot DESC, r.step DESC LIMIT 1), -1)
        ORDER BY n.process_id
        ON CONFLICT (process_id) DO UPDATE SET ordering = greatest(b.ordering, excluded.ordering))
      SELECT count(*), max(ordering), count(*) FILTER (WHERE sequence_number = 1) FROM stretch
      """;

  private static final String ADVANCE =
      "UPDATE backlog_position SET position = ?, process_count = process_count + ? WHERE position = ?";

  private static final String PAGE =
      """
      SELECT b.process_id, b.ordering, (
          SELECT j.sequence_number - 1 FROM event_journal j WHERE j.persistence_id = b.persistence_id
          ORDER BY j.sequence_number DESC LIMIT 1)
        > coalesce((
          SELECT r.slot FROM result r WHERE r.process_id = b.process_id ORDER BY r.slot DESC, r.step DESC LIMIT 1), -1)
      FROM backlog b
      WHERE b.process_id > ?
      ORDER BY b.process_id
      LIMIT ?
      """;

  private static final String FORGET =
      """
      DELETE FROM backlog b
      USING unnest(?::bytea[], ?::bigint[]) AS done (process_id, ordering)
      WHERE b.process_id = done.process_id AND b.ordering = done.ordering
      """;

  private final Database database;
  private final JournalHorizon horizon = new JournalHorizon();

  public PostgresBacklogStore(Database database) {
    this.database = database;
  }

  @Override
  public boolean note(int countMax) {
    checkPositive(countMax);
    return database.transact("backlog", connection -> note(connection, countMax));
  }

  private boolean note(Connection connection, int countMax) throws SQLException {
    long complete = horizon.advance(connection);
    long from = position(connection);
    if (complete <= from) {
      return false;
    }
    try (PreparedStatement statement = connection.prepareStatement(NOTE)) {
      Columns.bind(statement, from, complete, countMax);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        boolean isFull = row.getLong(1) == countMax;
        // Without a full stretch there is nothing up to the horizon any more.
        advance(connection, from, new Step(isFull ? row.getLong(2) : complete, row.getLong(3)));
        return isFull;
      }
    }
  }

  /** Where the position goes, and how many processes begin on the way. */
  private record Step(long to, long processCount) {}

  // Another one may have been here meanwhile; what it noted is the same.
  private static void advance(Connection connection, long from, Step step) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
      Columns.bind(statement, step.to(), step.processCount(), from);
      statement.executeUpdate();
    }
  }

  private static long position(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(POSITION);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw new SQLException("backlog_position must have its row");
      }
      return row.getLong(1);
    }
  }

  private record Note(ProcessId process, long ordering, boolean isBehind) {}

  @Override
  public BehindPage behind(@Nullable ProcessId after, int countMax) {
    checkPositive(countMax);
    byte[] afterBytes = after == null ? new byte[0] : after.id().toBytes();
    List<Note> page = database.run("backlog", connection -> page(connection, afterBytes, countMax));
    List<Note> done = page.stream().filter(note -> !note.isBehind()).toList();
    if (!done.isEmpty()) {
      database.run("backlog", connection -> forget(connection, done));
    }
    return new BehindPage(
        page.stream().filter(Note::isBehind).map(Note::process).toList(),
        page.size() < countMax ? null : page.getLast().process());
  }

  private static List<Note> page(Connection connection, byte[] after, int countMax)
      throws SQLException {
    List<Note> page = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(PAGE)) {
      Columns.bind(statement, after, countMax);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ProcessId process = new ProcessId(Id.of(rows.getBytes(1)));
          page.add(new Note(process, rows.getLong(2), rows.getBoolean(3)));
        }
      }
    }
    return page;
  }

  private static int forget(Connection connection, List<Note> done) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
      Columns.bind(
          statement,
          Columns.array(connection, "bytea", done, note -> note.process().id().toBytes()),
          Columns.array(connection, "int8", done, Note::ordering));
      return statement.executeUpdate();
    }
  }

  private static void checkPositive(int countMax) {
    if (countMax < 1) {
      throw new IllegalArgumentException("countMax must be positive, is " + countMax);
    }
  }
}
