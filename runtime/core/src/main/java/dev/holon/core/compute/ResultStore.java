package dev.holon.core.compute;

import dev.holon.core.messenger.OutboxEntry;
import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Keeps results. A result is written once, together with its outbox, and never changed. Reads block
 * and throw {@link dev.holon.core.StoreException} when the store cannot be reached. Thread-safe.
 */
public interface ResultStore {

  /**
   * Stores a result and its outbox in one transaction. When the stage completes both are durable.
   * Writes of one process become durable in the order of the calls. Storing a slot again that is
   * there with the same hash changes nothing and succeeds; with another hash the stage fails with
   * {@link dev.holon.core.StoreException}.
   */
  CompletionStage<Void> append(StoredResult result, List<OutboxEntry> outbox);

  Optional<StoredResult> result(ProcessId process, long slot);

  /** The result with the highest slot. */
  Optional<StoredResult> newest(ProcessId process);

  /**
   * Results with {@code fromSlot <= slot <= toSlot}, at most {@code countMax}, ascending, or
   * descending from {@code toSlot} when {@code order} says so.
   */
  List<StoredResult> results(
      ProcessId process, long fromSlot, long toSlot, int countMax, Order order);

  /** Slots below {@code beforeSlot} whose result is an error, ascending. */
  long[] failedSlots(ProcessId process, long beforeSlot);

  /**
   * Processes whose log reaches further than their results, after {@code after} (null: from the
   * first), by id.
   */
  List<ProcessId> processesBehind(@org.jspecify.annotations.Nullable ProcessId after, int countMax);

  /** Direction of a listing. */
  enum Order {
    ASCENDING,
    DESCENDING
  }
}
