package dev.holon.persistence;

import dev.holon.core.StoreException;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.protocol.ProcessId;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stores the results of some processes: one thread takes what has gathered while the transaction
 * before was under way and makes it the next one. Idle, a result waits for nobody; busy, hundreds
 * share a commit.
 */
final class ResultWriter implements AutoCloseable {
  /** Results in one transaction. */
  private static final int BATCH_COUNT_MAX = 400;

  /** Bytes in one transaction, but for its last result. */
  private static final long BATCH_BYTES_MAX = 8L << 20;

  /** Bytes that may wait. */
  private static final long QUEUE_BYTES_MAX = 256L << 20;

  /** Classes of SQLSTATE: connection, out of resources, operator intervention, system error. */
  private static final Set<String> SERVER_FAULTS = Set.of("08", "53", "57", "58");

  private static final String CLOSED = "the store is closed";
  private static final long IDLE_MILLIS = 100;
  private static final long CLOSE_MILLIS = 30_000;

  private final Database database;
  private final BlockingQueue<ResultJob> queue;
  private final AtomicLong queuedBytes = new AtomicLong();
  private final AtomicLong tickets = new AtomicLong();
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private final SuspendedProcesses suspended;
  private final Thread thread;

  ResultWriter(Database database, String name) {
    this.database = database;
    this.queue = new ArrayBlockingQueue<>(database.settings().resultQueueMax());
    this.suspended = new SuspendedProcesses(database);
    this.thread = Thread.ofPlatform().name(name).daemon(true).start(this::run);
  }

  /** Completes when the result is durable. Does not block. */
  CompletionStage<Void> append(StoredResult stored, List<OutboxEntry> outbox) {
    ResultJob job;
    try {
      job = ResultJob.of(tickets.incrementAndGet(), stored, outbox);
    } catch (IllegalArgumentException e) {
      String fault =
          "slot "
              + stored.slot()
              + " of "
              + stored.process()
              + " does not encode: "
              + e.getMessage();
      return CompletableFuture.failedFuture(new StoreException(fault, e));
    }
    if (isClosed.get()) {
      fail(job, CLOSED, new IllegalStateException("closed"));
    } else if (queuedBytes.get() > QUEUE_BYTES_MAX || !queue.offer(job)) {
      String cause = queue.size() + " results of " + queuedBytes.get() + " bytes are waiting";
      fail(job, "too busy to store, try again LATER", new RejectedExecutionException(cause));
    } else {
      queuedBytes.addAndGet(job.sizeBytes());
      if (!thread.isAlive()) {
        failWaiting();
      }
    }
    return job.done();
  }

  /** Stores what is waiting, then ends the thread. */
  @Override
  public void close() {
    isClosed.set(true);
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    failWaiting();
  }

  private void run() {
    List<ResultJob> batch = new ArrayList<>(BATCH_COUNT_MAX);
    try {
      while (take(batch)) {
        store(batch);
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      // The batch holds something only when this thread dies of an error; nobody may wait for ever
      // then.
      isClosed.set(true);
      batch.forEach(job -> fail(job, CLOSED, new IllegalStateException("the writer died")));
    }
  }

  /** Waits for jobs; false when the store is closed and none is left. */
  private boolean take(List<ResultJob> batch) throws InterruptedException {
    ResultJob next = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
    while (next == null) {
      if (isClosed.get() && queue.isEmpty()) {
        return false;
      }
      next = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
    }
    long bytes = 0;
    while (next != null) {
      batch.add(next);
      bytes += next.sizeBytes();
      next = batch.size() < BATCH_COUNT_MAX && bytes < BATCH_BYTES_MAX ? queue.poll() : null;
    }
    queuedBytes.addAndGet(-bytes);
    return true;
  }

  private void store(List<ResultJob> batch) {
    if (suspended.containsAny(batch)) {
      storeOneByOne(batch);
      return;
    }
    try {
      insert(batch);
      batch.forEach(job -> job.done().complete(null));
    } catch (SQLException | RuntimeException e) {
      if (batch.size() == 1 || isConnectionLost(e)) {
        batch.forEach(job -> failAndSuspend(job, e));
      } else {
        storeOneByOne(batch);
      }
    }
  }

  /** So that what is wrong with one job is not the others' fault. */
  private void storeOneByOne(List<ResultJob> batch) {
    Set<ProcessId> failed = new HashSet<>();
    Exception lost = null;
    for (ResultJob job : batch) {
      try {
        if (lost != null) {
          failAndSuspend(job, lost);
        } else if (failed.contains(job.process()) || !suspended.admits(job)) {
          String fault = "an earlier result of " + job.process() + " could not be stored";
          fail(job, "slot " + job.slot() + " must wait", new IllegalStateException(fault));
          failed.add(job.process());
        } else {
          insert(List.of(job));
          suspended.remove(job.process());
          job.done().complete(null);
        }
      } catch (SQLException | RuntimeException e) {
        failed.add(job.process());
        failAndSuspend(job, e);
        lost = isConnectionLost(e) ? e : null;
      }
    }
  }

  private void insert(List<ResultJob> jobs) throws SQLException {
    database.transactResults(connection -> ResultInsert.insert(connection, jobs));
  }

  private void failAndSuspend(ResultJob job, Exception cause) {
    suspended.add(job, tickets.get());
    fail(job, "slot " + job.slot() + " of " + job.process() + " is not stored", cause);
  }

  private static void fail(ResultJob job, String what, Exception cause) {
    job.done().completeExceptionally(new StoreException(what + ": " + cause.getMessage(), cause));
  }

  private void failWaiting() {
    for (ResultJob job = queue.poll(); job != null; job = queue.poll()) {
      fail(job, CLOSED, new IllegalStateException("closed"));
    }
  }

  /**
   * Whether the server is at fault, not the statement: then all fail alike, and trying each takes
   * long.
   */
  private static boolean isConnectionLost(Exception e) {
    if (e instanceof SQLTransientConnectionException || e instanceof StoreException) {
      return true;
    }
    String state = e instanceof SQLException cause ? cause.getSQLState() : null;
    return state != null && state.length() == 5 && SERVER_FAULTS.contains(state.substring(0, 2));
  }
}
