package dev.holon.persistence;

import dev.holon.core.compute.ResultStore;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.protocol.Id;
import dev.holon.protocol.MalformedResultException;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.ResultCodec;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The results' table. Writes of all processes share transactions; a process's writes always take
 * the same {@link ResultWriter}, which keeps their order. Stages complete on a writer's thread and
 * must not block it.
 *
 * <p>After a write has failed, later ones of that process fail too until the failed slot is stored:
 * there are no gaps.
 */
public final class PostgresResultStore implements ResultStore, AutoCloseable {
  private static final String SELECT = "SELECT * FROM result WHERE process_id = ? ";
  private static final String RESULT = SELECT + "AND slot = ?";
  private static final String NEWEST = SELECT + "ORDER BY slot DESC LIMIT 1";
  private static final String ASCENDING =
      SELECT + "AND slot >= ? AND slot <= ? ORDER BY slot LIMIT ?";
  private static final String DESCENDING =
      SELECT + "AND slot >= ? AND slot <= ? ORDER BY slot DESC LIMIT ?";
  private static final String FAILED_SLOTS =
      "SELECT slot FROM result WHERE process_id = ? AND is_error AND slot < ? ORDER BY slot";

  // For each process, two probes: the ends of its log and of its results.
  private static final String PROCESSES_BEHIND =
      """
      SELECT p.process_id
      FROM (
        SELECT substring(event_payload FROM 123 FOR 32) AS process_id, persistence_id
        FROM event_journal
        WHERE sequence_number = 1 AND left(persistence_id, 8) = 'process|'
          AND substring(event_payload FROM 123 FOR 32) > ?
        ORDER BY substring(event_payload FROM 123 FOR 32)) p
      WHERE (
          SELECT j.sequence_number - 1 FROM event_journal j WHERE j.persistence_id = p.persistence_id
          ORDER BY j.sequence_number DESC LIMIT 1)
        > coalesce((
          SELECT r.slot FROM result r WHERE r.process_id = p.process_id ORDER BY r.slot DESC LIMIT 1), -1)
      LIMIT ?
      """;

  private final Database database;
  private final List<ResultWriter> writers;

  /** Starts the writers' threads. */
  public PostgresResultStore(Database database) {
    this.database = database;
    this.writers =
        IntStream.range(0, database.settings().resultWriters())
            .mapToObj(i -> new ResultWriter(database, "holon-result-writer-" + i))
            .toList();
  }

  @Override
  public CompletionStage<Void> append(StoredResult result, List<OutboxEntry> outbox) {
    int index = Math.floorMod(result.process().hashCode(), writers.size());
    return writers.get(index).append(result, outbox);
  }

  @Override
  public Optional<StoredResult> result(ProcessId process, long slot) {
    return list("result of slot " + slot, RESULT, process.id().toBytes(), slot).stream()
        .findFirst();
  }

  @Override
  public Optional<StoredResult> newest(ProcessId process) {
    return list("newest result", NEWEST, process.id().toBytes()).stream().findFirst();
  }

  @Override
  public List<StoredResult> results(
      ProcessId process, long fromSlot, long toSlot, int countMax, Order order) {
    String sql = order == Order.ASCENDING ? ASCENDING : DESCENDING;
    return list("results", sql, process.id().toBytes(), fromSlot, toSlot, Math.max(0, countMax));
  }

  @Override
  public long[] failedSlots(ProcessId process, long beforeSlot) {
    return database.run(
        "failed slots of " + process,
        connection -> {
          LongStream.Builder slots = LongStream.builder();
          try (PreparedStatement statement = connection.prepareStatement(FAILED_SLOTS)) {
            Columns.bind(statement, process.id().toBytes(), beforeSlot);
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                slots.add(rows.getLong(1));
              }
            }
          }
          return slots.build().toArray();
        });
  }

  @Override
  public List<ProcessId> processesBehind(@Nullable ProcessId after, int countMax) {
    return database.run(
        "processes behind",
        connection -> {
          List<ProcessId> processes = new ArrayList<>();
          try (PreparedStatement statement = connection.prepareStatement(PROCESSES_BEHIND)) {
            Columns.bind(
                statement,
                after == null ? new byte[0] : after.id().toBytes(),
                Math.max(0, countMax));
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                processes.add(new ProcessId(Id.of(rows.getBytes(1))));
              }
            }
          }
          return processes;
        });
  }

  /** Stores what is waiting. */
  @Override
  public void close() {
    writers.forEach(ResultWriter::close);
  }

  private List<StoredResult> list(String what, String sql, Object... values) {
    return database.run(
        what,
        connection -> {
          List<StoredResult> results = new ArrayList<>();
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Columns.bind(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                results.add(read(rows));
              }
            }
          }
          return results;
        });
  }

  private static StoredResult read(ResultSet row) throws SQLException {
    ProcessId process = new ProcessId(Columns.id(row, "process_id"));
    long slot = row.getLong("slot");
    try {
      return new StoredResult(
          process,
          slot,
          row.getLong("timestamp_millis"),
          ResultCodec.decode(row.getBytes("body")),
          Columns.id(row, "result_hash"));
    } catch (MalformedResultException e) {
      throw new SQLException(
          "the stored result of slot " + slot + " of " + process + " does not read", e);
    }
  }
}
