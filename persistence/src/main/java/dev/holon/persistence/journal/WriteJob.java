package dev.holon.persistence.journal;

import dev.holon.core.scheduler.EntryRefusedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Events of one entity that are written together or not at all.
 *
 * @param writerUuid names the entity's incarnation: one that starts again has another one
 * @param done completes with the outcome; exceptionally when it is not known, or the server is away
 */
record WriteJob(
    String writerUuid, List<EventRow> rows, long sizeBytes, CompletableFuture<Outcome> done) {

  /** What came of a job. */
  sealed interface Outcome {
    /** Durable. */
    record Stored() implements Outcome {}

    /** Not written, for certain. */
    record Refused(EntryRefusedException cause) implements Outcome {}
  }

  private static final Outcome STORED = new Outcome.Stored();

  WriteJob {
    rows = List.copyOf(rows);
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("a job without rows");
    }
  }

  static WriteJob of(List<EventRow> rows) {
    return new WriteJob(
        rows.getFirst().writerUuid(),
        rows,
        rows.stream().mapToLong(EventRow::sizeBytes).sum(),
        new CompletableFuture<>());
  }

  int rowCount() {
    return rows.size();
  }

  /** For people: the first event. */
  String name() {
    return rows.getFirst().persistenceId() + " from " + rows.getFirst().sequenceNumber();
  }

  void stored() {
    done.complete(STORED);
  }

  void refuse(EntryRefusedException.Reason reason, String message) {
    done.complete(new Outcome.Refused(new EntryRefusedException(reason, message)));
  }

  void fail(Throwable cause) {
    done.completeExceptionally(cause);
  }
}
