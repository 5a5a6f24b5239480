package dev.holon.persistence.journal;

import java.util.concurrent.atomic.LongAdder;

/** Counts what the writers do. Thread-safe. */
final class JournalTally {
  final LongAdder rows = new LongAdder();
  final LongAdder commits = new LongAdder();
  final LongAdder fencedWrites = new LongAdder();
  final LongAdder invalidWrites = new LongAdder();
  final LongAdder queueRefusals = new LongAdder();
  final LongAdder failedWrites = new LongAdder();
  final LongAdder connectionsLost = new LongAdder();

  JournalCounts counts(JobQueue.Depth depth) {
    return new JournalCounts(
        rows.sum(),
        commits.sum(),
        fencedWrites.sum(),
        invalidWrites.sum(),
        queueRefusals.sum(),
        failedWrites.sum(),
        connectionsLost.sum(),
        depth.rowCount(),
        depth.sizeBytes());
  }
}
