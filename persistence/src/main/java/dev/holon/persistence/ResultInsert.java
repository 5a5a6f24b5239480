package dev.holon.persistence;

import dev.holon.core.compute.ResultPlace;
import dev.holon.persistence.ResultJob.OutboxRow;
import dev.holon.persistence.ResultJob.ResultKey;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The statements that store many results and their outboxes in one transaction: a few round trips
 * for any number.
 */
final class ResultInsert {
  // A result is stored only behind another one: a run of them in one statement stands or falls with
  // what is before its first. The scalar subquery is a probe of the primary key for each row;
  // EXISTS
  // would let the planner read the whole table instead.
  private static final String RESULTS =
      """
      INSERT INTO result (process_id, slot, step, cron, timestamp_millis, is_error, result_hash, body)
      SELECT n.process_id, n.slot, n.step, n.cron, n.timestamp_millis, n.is_error, n.result_hash, n.body
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        AS n (process_id, slot, step, cron, timestamp_millis, is_error, result_hash, body, before_slot, before_step)
      WHERE n.before_slot < 0
        OR (SELECT r.slot FROM result r
            WHERE r.process_id = n.process_id AND r.slot = n.before_slot AND r.step = n.before_step) IS NOT NULL
      ON CONFLICT DO NOTHING
      RETURNING process_id, slot, step
      """;

  private static final String OUTBOX =
      """
      INSERT INTO outbox (process_id, slot, entry_index, kind, pushed_for, body, state, attempts, not_before_millis,
        cause, item_id, delivered_slot, chain_root, chain_depth, target)
      SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String HASHES =
      """
      SELECT n.process_id, n.slot, n.step,
        (SELECT r.result_hash FROM result r
         WHERE r.process_id = n.process_id AND r.slot = n.slot AND r.step = n.step)
      FROM unnest(?, ?, ?) AS n (process_id, slot, step)
      """;

  private ResultInsert() {}

  /**
   * Stores the jobs. A result that is there with the same hash is passed over, and its outbox too.
   *
   * @return those that are refused: the slot before is not stored
   * @throws ConflictException when another result is stored for a slot; the transaction must be
   *     undone
   */
  static Set<ResultKey> insert(Connection connection, List<ResultJob> jobs) throws SQLException {
    Set<ResultKey> inserted = insertResults(connection, jobs);
    Set<ResultKey> refused =
        inserted.size() < jobs.size() ? checkHashes(connection, jobs) : Set.of();
    List<OutboxRow> outbox =
        jobs.stream()
            .filter(job -> inserted.remove(job.key()))
            .flatMap(job -> job.outbox().stream())
            .toList();
    if (!outbox.isEmpty()) {
      insertOutbox(connection, outbox);
      OutboxTally.add(connection, countByState(outbox));
    }
    return refused;
  }

  private static Set<ResultKey> insertResults(Connection connection, List<ResultJob> jobs)
      throws SQLException {
    Set<ResultKey> inserted = new HashSet<>();
    List<ResultKey> before = beforeRuns(jobs);
    try (PreparedStatement statement = connection.prepareStatement(RESULTS)) {
      Columns.bind(
          statement,
          Columns.array(connection, "bytea", jobs, ResultJob::processBytes),
          Columns.array(connection, "int8", jobs, job -> job.place().slot()),
          Columns.array(connection, "int8", jobs, job -> job.place().step()),
          Columns.array(connection, "text", jobs, ResultJob::cron),
          Columns.array(connection, "int8", jobs, ResultJob::timestampMillis),
          Columns.array(connection, "bool", jobs, ResultJob::isError),
          Columns.array(connection, "bytea", jobs, job -> job.resultHash().toBytes()),
          Columns.array(connection, "bytea", jobs, job -> job.body().toArray()),
          Columns.array(connection, "int8", before, ResultKey::slot),
          Columns.array(connection, "int8", before, ResultKey::step));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          inserted.add(key(rows));
        }
      }
    }
    return inserted;
  }

  /** For each job what is before the first of the run, among the jobs up to it, it belongs to. */
  private static List<ResultKey> beforeRuns(List<ResultJob> jobs) {
    Map<ResultKey, ResultKey> beforeRuns = new HashMap<>();
    List<ResultKey> ofJobs = new ArrayList<>(jobs.size());
    for (ResultJob job : jobs) {
      ResultKey before = beforeRuns.getOrDefault(job.keyBefore(), job.keyBefore());
      beforeRuns.putIfAbsent(job.key(), before);
      ofJobs.add(before);
    }
    return ofJobs;
  }

  /** Returns the jobs of which no result is stored. */
  private static Set<ResultKey> checkHashes(Connection connection, List<ResultJob> jobs)
      throws SQLException {
    Map<ResultKey, Id> stored = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(HASHES)) {
      Columns.bind(
          statement,
          Columns.array(connection, "bytea", jobs, ResultJob::processBytes),
          Columns.array(connection, "int8", jobs, job -> job.place().slot()),
          Columns.array(connection, "int8", jobs, job -> job.place().step()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          byte[] hash = rows.getBytes(4);
          if (hash != null) {
            stored.put(key(rows), Id.of(hash));
          }
        }
      }
    }
    Set<ResultKey> missing = new HashSet<>();
    for (ResultJob job : jobs) {
      Id hash = stored.get(job.key());
      if (hash == null) {
        missing.add(job.key());
      } else if (!hash.equals(job.resultHash())) {
        throw new ConflictException(job, hash);
      }
    }
    return missing;
  }

  private static ResultKey key(ResultSet row) throws SQLException {
    ResultPlace place = new ResultPlace(row.getLong(2), row.getLong(3));
    return new ResultKey(new ProcessId(Id.of(row.getBytes(1))), place);
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
          Columns.array(connection, "int8", states, StateColumns::deliveredSlot),
          Columns.array(connection, "bytea", rows, row -> row.entry().chain().root().toBytes()),
          Columns.array(connection, "int4", rows, row -> row.entry().chain().depth()),
          Columns.array(connection, "bytea", rows, OutboxRow::targetBytes));
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

    ConflictException(ResultJob job, Id stored) {
      super(
          "slot "
              + job.place()
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
