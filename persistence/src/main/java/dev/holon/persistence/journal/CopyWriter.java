package dev.holon.persistence.journal;

import dev.holon.core.StoreException;
import dev.holon.core.scheduler.EntryRefusedException.Reason;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what has gathered while the commit before was under way and makes it the next one. Idle, a
 * job waits for nobody; busy, thousands share a commit.
 *
 * <p>When the rows of a batch are at fault, nothing of it is stored, and its halves are tried each
 * by itself until the faulty job stands alone. When the server is at fault all of the batch fail,
 * because its commit may have happened; and if it cannot be reached, so do those that wait.
 */
final class CopyWriter implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(CopyWriter.class);
  private static final String DUPLICATE_KEY = "23505";

  private final JobQueue queue;
  private final CopyConnection connection;
  private final RefusedWriters refused;
  private final JournalTally tally;
  private final CopyBuffer buffer = new CopyBuffer();

  CopyWriter(
      JobQueue queue, CopyConnection connection, RefusedWriters refused, JournalTally tally) {
    this.queue = queue;
    this.connection = connection;
    this.refused = refused;
    this.tally = tally;
  }

  /** Writes until the queue is closed and empty. */
  @Override
  public void run() {
    try {
      List<WriteJob> batch = queue.take();
      while (!batch.isEmpty()) {
        writeOrFail(batch);
        batch = queue.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connection.close();
    }
  }

  /** Completes all jobs, whatever happens; the thread must not die of one batch. */
  private void writeOrFail(List<WriteJob> batch) {
    try {
      connect(batch);
    } catch (RuntimeException | Error e) {
      connection.close();
      failAll(batch, e);
    }
  }

  private void connect(List<WriteJob> batch) {
    try {
      connection.ensureOpen();
    } catch (SQLException e) {
      connection.close();
      tally.connectionsLost.increment();
      // None was written, but the rest would only wait for the same answer, each batch in its turn.
      failAll(batch, e);
      failAll(queue.drain(), e);
      return;
    }
    write(batch);
  }

  private void write(List<WriteJob> batch) {
    List<WriteJob> admitted = batch.stream().filter(this::admits).toList();
    if (admitted.isEmpty()) {
      return;
    }
    buffer.fill(admitted);
    try {
      connection.copy(buffer);
    } catch (SQLException e) {
      onFault(admitted, e);
      return;
    }
    tally.commits.increment();
    admitted.forEach(job -> tally.rows.add(job.rowCount()));
    admitted.forEach(WriteJob::stored);
  }

  private void onFault(List<WriteJob> jobs, SQLException fault) {
    String state = String.valueOf(fault.getSQLState());
    boolean isTheRows = state.startsWith("22") || state.startsWith("23");
    // Chosen to give way, as two nodes that write the same keys in another order may be.
    boolean isVictim = state.startsWith("40");
    if ((isTheRows || isVictim) && jobs.size() > 1) {
      int half = jobs.size() / 2;
      write(jobs.subList(0, half));
      write(jobs.subList(half, jobs.size()));
    } else if (isTheRows) {
      refuse(jobs.getFirst(), state.equals(DUPLICATE_KEY), fault);
    } else {
      if (!isVictim) {
        connection.close();
        tally.connectionsLost.increment();
      }
      failAll(jobs, fault);
    }
  }

  private void refuse(WriteJob job, boolean isFenced, SQLException fault) {
    (isFenced ? tally.fencedWrites : tally.invalidWrites).increment();
    LOG.warn("{} is refused: {}", job.name(), fault.getMessage());
    if (refused.add(job.writerUuid())) {
      job.refuse(isFenced ? Reason.FENCED : Reason.INVALID, job.name() + ": " + fault.getMessage());
    } else {
      job.fail(fault);
    }
  }

  private boolean admits(WriteJob job) {
    boolean isAdmitted = !refused.contains(job.writerUuid());
    if (!isAdmitted) {
      job.refuse(Reason.WRITER_REFUSED, job.name() + ": an earlier write was refused");
    }
    return isAdmitted;
  }

  private void failAll(List<WriteJob> jobs, Throwable fault) {
    if (jobs.isEmpty()) {
      return;
    }
    LOG.warn("{} writes fail, the first is {}", jobs.size(), jobs.getFirst().name(), fault);
    StoreException failure =
        new StoreException("the server of the journal failed: " + fault.getMessage(), fault);
    for (WriteJob job : jobs) {
      if (!job.done().isDone()) {
        tally.failedWrites.increment();
        job.fail(failure);
      }
    }
  }
}
