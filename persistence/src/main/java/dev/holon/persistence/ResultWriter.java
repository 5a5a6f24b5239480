package dev.holon.persistence;

import dev.holon.core.StoreException;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.persistence.ResultJob.ResultKey;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
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
import org.jspecify.annotations.Nullable;

/**
 * Stores the results of some processes: one thread takes what has gathered while the transaction
 * before was under way and makes it the next one. Idle, a result waits for nobody; busy, hundreds
 * share a commit.
 *
 * <p>Every stage completes: when the server is lost, all that wait fail with the transaction that
 * found out, instead of each batch waiting for the server in its turn; when the thread dies of an
 * error, all that wait fail with it, and later ones at once.
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

  private static final long IDLE_MILLIS = 100;
  private static final long CLOSE_MILLIS = 30_000;

  private final Transaction transaction;
  private final BlockingQueue<ResultJob> queue;
  private final AtomicLong queuedBytes = new AtomicLong();
  private final AtomicLong tickets = new AtomicLong();
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private final SuspendedProcesses suspended = new SuspendedProcesses();
  private final Thread thread;

  // Made beforehand: the error may be that there is no memory left.
  private final StoreException closed = fault("the store is closed");
  private final StoreException died =
      fault("the thread that stores results has died; restart the node");

  /** Why nothing is taken out of the queue any more; null while the thread runs. */
  private volatile @Nullable StoreException end;

  ResultWriter(Transaction transaction, int queueMax, String name) {
    this.transaction = transaction;
    this.queue = new ArrayBlockingQueue<>(queueMax);
    this.thread = Thread.ofPlatform().name(name).daemon(true).start(this::run);
  }

  /** Completes when the result is durable. Does not block. */
  CompletionStage<Void> append(StoredResult stored, List<OutboxEntry> outbox) {
    StoreException reason = end;
    if (reason != null || isClosed.get()) {
      return CompletableFuture.failedFuture(reason == null ? closed : reason);
    }
    ResultJob job;
    try {
      job = ResultJob.of(tickets.incrementAndGet(), stored, outbox);
    } catch (IllegalArgumentException e) {
      String what = "slot " + stored.place() + " of " + stored.process() + " does not encode: ";
      return CompletableFuture.failedFuture(new StoreException(what + e.getMessage(), e));
    }
    if (queuedBytes.get() > QUEUE_BYTES_MAX || !queue.offer(job)) {
      String cause = queue.size() + " results of " + queuedBytes.get() + " bytes are waiting";
      fail(job, "too busy to store, try again LATER", new RejectedExecutionException(cause));
    } else {
      queuedBytes.addAndGet(job.sizeBytes());
      // The thread sets the end before it empties the queue for the last time: either it sees this
      // job there, or the end is seen here.
      reason = end;
      if (reason != null) {
        failWaiting(reason);
      }
    }
    return job.done();
  }

  /** Results that wait for the next transaction. */
  int waitingCount() {
    return queue.size();
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
    failWaiting(closed);
  }

  private void run() {
    List<ResultJob> batch = new ArrayList<>(BATCH_COUNT_MAX);
    StoreException reason = died;
    try {
      while (take(batch)) {
        store(batch);
        batch.clear();
      }
      reason = closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reason = closed;
    } finally {
      end = reason;
      // Holds something only when this thread dies; what is done already stays as it is.
      for (ResultJob job : batch) {
        job.done().completeExceptionally(reason);
      }
      failWaiting(reason);
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
    List<ResultJob> admitted = batch.stream().filter(this::admits).toList();
    Exception fault = admitted.isEmpty() ? null : tryStore(admitted);
    if (fault != null && admitted.size() > 1 && !isServerLost(fault)) {
      fault = storeOneByOne(admitted);
    } else if (fault != null) {
      failAndSuspend(admitted, fault);
    }
    if (fault != null && isServerLost(fault)) {
      failWaiting(new StoreException("not stored: " + fault.getMessage(), fault));
    }
  }

  /**
   * So that what is wrong with one job is not the others' fault.
   *
   * @return the last fault, if any
   */
  private @Nullable Exception storeOneByOne(List<ResultJob> batch) {
    Exception last = null;
    for (ResultJob job : batch) {
      boolean isLost = last != null && isServerLost(last);
      if (isLost || admits(job)) {
        List<ResultJob> alone = List.of(job);
        Exception fault = isLost ? last : tryStore(alone);
        if (fault != null) {
          failAndSuspend(alone, fault);
          last = fault;
        }
      }
    }
    return last;
  }

  /** Stores jobs in one transaction and completes them; none after a fault, which it returns. */
  private @Nullable Exception tryStore(List<ResultJob> jobs) {
    try {
      Set<ResultKey> refused = transaction.store(jobs);
      for (ResultJob job : jobs) {
        if (refused.contains(job.key())) {
          failBehind(job);
        } else {
          job.done().complete(null);
        }
      }
      return null;
    } catch (SQLException | RuntimeException e) {
      return e;
    }
  }

  private boolean admits(ResultJob job) {
    boolean isAdmitted = suspended.admits(job);
    if (!isAdmitted) {
      failBehind(job);
    }
    return isAdmitted;
  }

  private void failAndSuspend(List<ResultJob> jobs, Exception cause) {
    for (ResultJob job : jobs) {
      suspended.add(job.process(), tickets.get());
      fail(job, "slot " + job.place() + " of " + job.process() + " is not stored", cause);
    }
  }

  /** Fails what is in the queue now; what a failure's observer appends in reply stays there. */
  private void failWaiting(StoreException reason) {
    List<ResultJob> waiting = new ArrayList<>();
    queue.drainTo(waiting);
    for (ResultJob job : waiting) {
      queuedBytes.addAndGet(-job.sizeBytes());
      job.done().completeExceptionally(reason);
    }
  }

  private static void failBehind(ResultJob job) {
    String fault = "an earlier result of " + job.process() + " is not stored";
    fail(job, "slot " + job.place() + " must wait", new IllegalStateException(fault));
  }

  private static void fail(ResultJob job, String what, Exception cause) {
    job.done().completeExceptionally(new StoreException(what + ": " + cause.getMessage(), cause));
  }

  private static StoreException fault(String what) {
    return new StoreException(what, new IllegalStateException(what));
  }

  /**
   * Whether the server is at fault, not the statement: then all fail alike, and trying each takes
   * long.
   */
  private static boolean isServerLost(Exception e) {
    if (e instanceof SQLTransientConnectionException) {
      return true;
    }
    String state = e instanceof SQLException cause ? cause.getSQLState() : null;
    return state != null && state.length() == 5 && SERVER_FAULTS.contains(state.substring(0, 2));
  }

  /** Stores jobs, all or none but the refused ones. */
  @FunctionalInterface
  interface Transaction {
    /** Returns those that are refused, because the slot before is not stored. */
    Set<ResultKey> store(List<ResultJob> jobs) throws SQLException;
  }
}
