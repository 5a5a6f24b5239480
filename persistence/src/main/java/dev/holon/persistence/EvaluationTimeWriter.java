package dev.holon.persistence;

import dev.holon.core.StoreException;
import dev.holon.core.meter.Meters;
import dev.holon.core.meter.Metric;
import dev.holon.core.trace.EvaluationTime;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps how long evaluations took. Never holds up an evaluation: what it has no room for, and what
 * the database does not take, is dropped and counted. Thread-safe.
 */
public final class EvaluationTimeWriter implements Consumer<EvaluationTime>, AutoCloseable {
  /** Times that may wait to be written. */
  public static final int WAITING_MAX = 20_000;

  private static final Logger LOG = LoggerFactory.getLogger(EvaluationTimeWriter.class);
  private static final int BATCH_COUNT_MAX = 5_000;
  private static final long GATHER_MILLIS = 100;
  private static final long CLOSE_MILLIS = 5_000;

  // What was evaluated again after a crash keeps its first time.
  private static final String INSERT =
      """
      INSERT INTO evaluation_time (process_id, slot, at_millis, micros)
      SELECT * FROM unnest(?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  // An observation need not survive a power cut, and must not wait for the disk of those that do.
  private static final String WITHOUT_WAITING = "SET LOCAL synchronous_commit = off";

  private final Database database;
  private final BlockingQueue<EvaluationTime> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final AtomicLong dropped = new AtomicLong();
  private final Meters.Counter droppedMeter;
  private final Thread thread;
  private volatile boolean isClosing;

  /** Starts the writer's thread, which counts what it drops. */
  public EvaluationTimeWriter(Database database, Meters meters) {
    this.database = database;
    this.droppedMeter = meters.counter(Metric.COMPUTE_TIMES_DROPPED);
    this.thread =
        Thread.ofPlatform().name("holon-evaluation-time-writer").daemon(true).start(this::run);
  }

  @Override
  public void accept(EvaluationTime time) {
    if (!waiting.offer(time)) {
      dropped.incrementAndGet();
      droppedMeter.one();
    }
  }

  /** How many were dropped since the start. */
  public long droppedCount() {
    return dropped.get();
  }

  private void run() {
    try {
      while (!isClosing || !waiting.isEmpty()) {
        EvaluationTime first = waiting.poll(GATHER_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          gather();
          List<EvaluationTime> batch = new ArrayList<>(List.of(first));
          waiting.drainTo(batch, BATCH_COUNT_MAX - 1);
          write(batch);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for others, so that transactions are few. */
  private void gather() {
    if (!isClosing && waiting.size() < BATCH_COUNT_MAX) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS));
    }
  }

  private void write(List<EvaluationTime> batch) {
    try {
      database.transact(
          "times of evaluations",
          connection -> {
            try (Statement statement = connection.createStatement()) {
              statement.execute(WITHOUT_WAITING);
            }
            try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
              Columns.bind(
                  statement,
                  Columns.array(
                      connection, "bytea", batch, time -> time.place().process().id().toBytes()),
                  Columns.array(connection, "int8", batch, time -> time.place().slot()),
                  Columns.array(connection, "int8", batch, EvaluationTime::atMillis),
                  Columns.array(connection, "int8", batch, EvaluationTime::micros));
              return statement.executeUpdate();
            }
          });
    } catch (StoreException e) {
      long count = dropped.addAndGet(batch.size());
      droppedMeter.add(batch.size());
      LOG.warn("{} times of evaluations are lost, {} since the start", batch.size(), count, e);
    }
  }

  /** Writes what waits. */
  @Override
  public void close() {
    isClosing = true;
    LockSupport.unpark(thread);
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
