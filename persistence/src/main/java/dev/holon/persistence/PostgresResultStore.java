package dev.holon.persistence;

import dev.holon.core.compute.Outcome;
import dev.holon.core.compute.ProcessProgress;
import dev.holon.core.compute.ResultPlace;
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
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The results' table. Writes of all processes share transactions; a process's writes always take
 * the same {@link ResultWriter}, which keeps their order. Stages complete on a writer's thread and
 * must not block it.
 *
 * <p>There are no gaps: a slot is refused while the slot before is not stored, whatever became of
 * that one's write.
 */
public final class PostgresResultStore implements ResultStore, AutoCloseable {
  private static final String SELECT = "SELECT * FROM result WHERE process_id = ? ";
  private static final String RESULT = SELECT + "AND slot = ? AND step = 0";
  private static final String NEWEST = SELECT + "ORDER BY slot DESC, step DESC LIMIT 1";
  private static final String ASCENDING = page("slot, step", "");
  private static final String DESCENDING = page("slot DESC, step DESC", "");
  private static final String TICKS = page("slot, step", "AND step > 0");
  private static final String NEWEST_TICK =
      SELECT + "AND cron = ? AND step > 0 ORDER BY slot DESC, step DESC LIMIT 1";
  private static final String PLACE_AFTER =
      """
      SELECT step FROM result
      WHERE process_id = ? AND slot = ? AND timestamp_millis > ? AND step > 0
      ORDER BY timestamp_millis, step
      LIMIT 1
      """;
  private static final String PLACE_OF =
      """
      SELECT step FROM result
      WHERE process_id = ? AND slot = ? AND timestamp_millis = ? AND cron = ? AND step > 0
      LIMIT 1
      """;
  private static final String OUTCOMES =
      """
      SELECT slot, step, cron, timestamp_millis, is_error, result_hash FROM result
      WHERE process_id = ? AND (slot, step) > (?, ?)
      ORDER BY slot, step
      LIMIT ?
      """;

  // For each process, two probes: the ends of its log and of its results.
  private static final String PROCESSES =
      """
      SELECT p.process_id, (
          SELECT j.sequence_number - 1 FROM event_journal j WHERE j.persistence_id = p.persistence_id
          ORDER BY j.sequence_number DESC LIMIT 1),
        coalesce((
          SELECT r.slot FROM result r WHERE r.process_id = p.process_id ORDER BY r.slot DESC, r.step DESC LIMIT 1), -1)
      FROM (
        SELECT substring(event_payload FROM 123 FOR 32) AS process_id, persistence_id
        FROM event_journal
        WHERE sequence_number = 1 AND left(persistence_id, 8) = 'process|'
          AND substring(event_payload FROM 123 FOR 32) > ?
        ORDER BY substring(event_payload FROM 123 FOR 32)
        LIMIT ?) p
      ORDER BY p.process_id
      """;

  // The planner takes the processes for a few hundred, however many there are, and would rather
  // collect and sort all of them for each page than walk the index that has their order.
  private static final String IN_INDEX_ORDER = "SET LOCAL enable_sort = off";

  private final Database database;
  private final long pageBytesMax;
  private final List<ResultWriter> writers;

  /** Starts the writers' threads. */
  public PostgresResultStore(Database database) {
    this(database, PAGE_BYTES_MAX);
  }

  PostgresResultStore(Database database, long pageBytesMax) {
    this.database = database;
    this.pageBytesMax = pageBytesMax;
    this.writers =
        IntStream.range(0, database.settings().resultWriters())
            .mapToObj(i -> writer(database, "holon-result-writer-" + i))
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

  /**
   * {@inheritDoc}
   *
   * <p>A page ends early, after the result that brings its size over 64 MiB: it is the last one
   * only when the next page is empty.
   */
  @Override
  public List<StoredResult> results(ProcessId process, Range range, Order order) {
    return list("results", order == Order.ASCENDING ? ASCENDING : DESCENDING, process, range);
  }

  @Override
  public List<StoredResult> ticks(ProcessId process, Range range) {
    return list("ticks", TICKS, process, range);
  }

  @Override
  public Optional<StoredResult> newestTick(ProcessId process, String cron) {
    return list("newest tick", NEWEST_TICK, process.id().toBytes(), cron).stream().findFirst();
  }

  @Override
  public ResultPlace placeAfter(ProcessId process, long slot, long millis) {
    return step(PLACE_AFTER, process.id().toBytes(), slot, millis)
        .map(step -> new ResultPlace(slot, step))
        .orElse(ResultPlace.ofSlot(slot + 1));
  }

  @Override
  public Optional<ResultPlace> placeOf(ProcessId process, long slot, long millis, String cron) {
    return step(PLACE_OF, process.id().toBytes(), slot, millis, cron)
        .map(step -> new ResultPlace(slot, step));
  }

  private Optional<Long> step(String sql, Object... values) {
    return database.run(
        "place of a result",
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Columns.bind(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
              return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
            }
          }
        });
  }

  @Override
  public List<Outcome> outcomesAfter(ProcessId process, ResultPlace place, int countMax) {
    return database.run(
        "outcomes of " + process,
        connection -> {
          List<Outcome> outcomes = new ArrayList<>();
          try (PreparedStatement statement = connection.prepareStatement(OUTCOMES)) {
            Columns.bind(statement, process.id().toBytes(), place.slot(), place.step(), countMax);
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                outcomes.add(
                    new Outcome(
                        place(rows),
                        rows.getString("cron"),
                        rows.getLong("timestamp_millis"),
                        rows.getBoolean("is_error"),
                        Columns.id(rows, "result_hash")));
              }
            }
          }
          return outcomes;
        });
  }

  @Override
  public List<ProcessProgress> processes(@Nullable ProcessId after, int countMax) {
    if (countMax < 1) {
      throw new IllegalArgumentException("countMax must be positive, is " + countMax);
    }
    byte[] afterBytes = after == null ? new byte[0] : after.id().toBytes();
    return database.transact(
        "processes",
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(IN_INDEX_ORDER);
          }
          List<ProcessProgress> processes = new ArrayList<>();
          try (PreparedStatement statement = connection.prepareStatement(PROCESSES)) {
            Columns.bind(statement, afterBytes, countMax);
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                ProcessId process = new ProcessId(Id.of(rows.getBytes(1)));
                processes.add(new ProcessProgress(process, rows.getLong(2), rows.getLong(3)));
              }
            }
          }
          return processes;
        });
  }

  /** Results that wait to be stored. */
  public int waitingCount() {
    return writers.stream().mapToInt(ResultWriter::waitingCount).sum();
  }

  /** Stores what is waiting. */
  @Override
  public void close() {
    writers.forEach(ResultWriter::close);
  }

  private static ResultWriter writer(Database database, String name) {
    return new ResultWriter(
        jobs -> database.transactResults(connection -> ResultInsert.insert(connection, jobs)),
        database.settings().resultQueueMax(),
        name);
  }

  // The server sums the sizes, so that results over the limit never cross the wire. It knows a size
  // without reading the value.
  private static String page(String order, String condition) {
    return """
    SELECT * FROM (
      SELECT *, sum(octet_length(body)) OVER (ORDER BY %1$s) - octet_length(body) AS size_before
      FROM result
      WHERE process_id = ? AND (slot, step) >= (?, ?) AND (slot, step) <= (?, ?) %2$s
      ORDER BY %1$s
      LIMIT ?) measured
    WHERE size_before <= ?
    ORDER BY %1$s
    """
        .formatted(order, condition);
  }

  private List<StoredResult> list(String what, String sql, ProcessId process, Range range) {
    return list(
        what,
        sql,
        process.id().toBytes(),
        range.from().slot(),
        range.from().step(),
        range.to().slot(),
        range.to().step(),
        Math.max(0, range.countMax()),
        pageBytesMax);
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
    ResultPlace place = place(row);
    try {
      return new StoredResult(
          process,
          place,
          row.getString("cron"),
          row.getLong("timestamp_millis"),
          ResultCodec.decode(row.getBytes("body")),
          Columns.id(row, "result_hash"));
    } catch (MalformedResultException e) {
      throw new SQLException(
          "the stored result of slot " + place + " of " + process + " does not read", e);
    }
  }

  private static ResultPlace place(ResultSet row) throws SQLException {
    return new ResultPlace(row.getLong("slot"), row.getLong("step"));
  }
}
