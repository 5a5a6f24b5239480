package dev.holon.persistence.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Jobs that wait to be written, first come first served, bounded in rows and bytes. Thread-safe.
 */
final class JobQueue {
  private final JournalSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<WriteJob> jobs = new ArrayDeque<>();
  private long rowCount;
  private long sizeBytes;
  private boolean isClosed;

  /** How much waits. */
  record Depth(long rowCount, long sizeBytes) {}

  /** What became of a job that was offered. */
  enum Offer {
    TAKEN,
    FULL,
    CLOSED
  }

  JobQueue(JournalSettings settings) {
    this.settings = settings;
  }

  /** Does not wait. An empty queue takes any job, however large. */
  Offer offer(WriteJob job) {
    lock.lock();
    try {
      if (isClosed) {
        return Offer.CLOSED;
      }
      boolean isFull =
          rowCount + job.rowCount() > settings.queueRowsMax()
              || sizeBytes + job.sizeBytes() > settings.queueBytesMax();
      if (isFull && !jobs.isEmpty()) {
        return Offer.FULL;
      }
      add(job, 1);
      jobs.addLast(job);
      changed.signal();
      return Offer.TAKEN;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for jobs, and takes what there is up to the size of a batch.
   *
   * @return empty when the queue is closed and nothing is left
   */
  List<WriteJob> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (jobs.isEmpty() && !isClosed) {
        changed.await();
      }
      List<WriteJob> batch = new ArrayList<>();
      long rows = 0;
      long bytes = 0;
      while (!jobs.isEmpty() && bytes < settings.batchBytesMax()) {
        WriteJob next = jobs.getFirst();
        if (!batch.isEmpty() && rows + next.rowCount() > settings.batchRowsMax()) {
          break;
        }
        jobs.removeFirst();
        add(next, -1);
        rows += next.rowCount();
        bytes += next.sizeBytes();
        batch.add(next);
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Takes all there is, without waiting. */
  List<WriteJob> drain() {
    lock.lock();
    try {
      List<WriteJob> all = new ArrayList<>(jobs);
      jobs.clear();
      rowCount = 0;
      sizeBytes = 0;
      return all;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more jobs; those that wait can still be taken. */
  void close() {
    lock.lock();
    try {
      isClosed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  Depth depth() {
    lock.lock();
    try {
      return new Depth(rowCount, sizeBytes);
    } finally {
      lock.unlock();
    }
  }

  private void add(WriteJob job, int sign) {
    rowCount += (long) sign * job.rowCount();
    sizeBytes += sign * job.sizeBytes();
  }
}
