package dev.holon.persistence;

import dev.holon.persistence.ResultJob.OutboxRow;
import dev.holon.persistence.ResultJob.ResultKey;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The statements that store many results and their outboxes in one transaction: two round trips for
 * any number.
 */
final class ResultInsert {
  private static final String RESULTS =
      """
      INSERT INTO result (process_id, slot, timestamp_millis, is_error, result_hash, body)
      SELECT * FROM unnest(?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      RETURNING process_id, slot
      """;

  private static final String OUTBOX =
      """
      INSERT INTO outbox (process_id, slot, entry_index, kind, pushed_for, body, state, attempts, not_before_millis,
        cause, item_id, delivered_slot)
      SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String HASH =
      "SELECT result_hash FROM result WHERE process_id = ? AND slot = ?";

  private ResultInsert() {}

  /**
   * Stores the jobs. A result that is there with the same hash is passed over, and its outbox too.
   *
   * @return how many of them were not there
   * @throws ConflictException when another result is stored for a slot; the transaction must be
   *     undone
   */
  static int insert(Connection connection, List<ResultJob> jobs) throws SQLException {
    Set<ResultKey> inserted = insertResults(connection, jobs);
    int count = inserted.size();
    if (count < jobs.size()) {
      checkSameHash(connection, jobs);
    }
    List<OutboxRow> outbox =
        jobs.stream()
            .filter(job -> inserted.remove(job.key()))
            .flatMap(job -> job.outbox().stream())
            .toList();
    if (!outbox.isEmpty()) {
      insertOutbox(connection, outbox);
      OutboxTally.add(connection, countByState(outbox));
    }
    return count;
  }

  private static Set<ResultKey> insertResults(Connection connection, List<ResultJob> jobs)
      throws SQLException {
    Set<ResultKey> inserted = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(RESULTS)) {
      Columns.bind(
          statement,
          Columns.array(connection, "bytea", jobs, ResultJob::processBytes),
          Columns.array(connection, "int8", jobs, ResultJob::slot),
          Columns.array(connection, "int8", jobs, ResultJob::timestampMillis),
          Columns.array(connection, "bool", jobs, ResultJob::isError),
          Columns.array(connection, "bytea", jobs, job -> job.resultHash().toBytes()),
          Columns.array(connection, "bytea", jobs, job -> job.body().toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          inserted.add(new ResultKey(new ProcessId(Id.of(rows.getBytes(1))), rows.getLong(2)));
        }
      }
    }
    return inserted;
  }

  private static void checkSameHash(Connection connection, List<ResultJob> jobs)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HASH)) {
      for (ResultJob job : jobs) {
        Columns.bind(statement, job.processBytes(), job.slot());
        try (ResultSet rows = statement.executeQuery()) {
          Id stored = rows.next() ? Id.of(rows.getBytes(1)) : null;
          if (stored == null || !stored.equals(job.resultHash())) {
            throw new ConflictException(job, stored);
          }
        }
      }
    }
  }

  private static void insertOutbox(Connection connection, List<OutboxRow> rows)
      throws SQLException {
    List<StateColumns> states = rows.stream().map(OutboxRow::state).toList();
    try (PreparedStatement statement = connection.prepareStatement(OUTBOX)) {
      Columns.bind(
          statement,
          Columns.array(
              connection, "bytea", rows, row -> row.entry().key().process().id().toBytes()),
          Columns.array(connection, "int8", rows, row -> row.entry().key().slot()),
          Columns.array(connection, "int4", rows, row -> row.entry().key().index()),
          Columns.array(connection, "int2", rows, OutboxRow::kind),
          Columns.array(connection, "bytea", rows, OutboxRow::pushedForBytes),
          Columns.array(connection, "bytea", rows, row -> row.body().toArray()),
          Columns.array(connection, "int2", states, StateColumns::state),
          Columns.array(connection, "int4", states, StateColumns::attempts),
          Columns.array(connection, "int8", states, StateColumns::notBeforeMillis),
          Columns.array(connection, "text", states, StateColumns::cause),
          Columns.array(connection, "bytea", states, StateColumns::itemIdBytes),
          Columns.array(connection, "int8", states, StateColumns::deliveredSlot));
      statement.executeUpdate();
    }
  }

  private static long[] countByState(List<OutboxRow> rows) {
    long[] counts = new long[4];
    rows.forEach(row -> counts[row.state().state()]++);
    return counts;
  }

  /** Another result is stored for the slot. */
  static final class ConflictException extends SQLException {
    private static final long serialVersionUID = 1L;

    ConflictException(ResultJob job, @Nullable Id stored) {
      super(
          "slot "
              + job.slot()
              + " of "
              + job.process()
              + " has the result "
              + stored
              + ", not "
              + job.resultHash(),
          "23505");
    }
  }
}
