package dev.holon.core.compute;

import dev.holon.core.messenger.OutboxEntry;
import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps results. A result is written once, together with its outbox, and never changed. Reads block
 * and throw {@link dev.holon.core.StoreException} when the store cannot be reached. Thread-safe.
 */
public interface ResultStore {

  /**
   * Stores a result and its outbox in one transaction. When the stage completes both are durable.
   * Writes of one process become durable in the order of the calls. Storing a slot again that is
   * there with the same hash changes nothing and succeeds. The stage fails with {@link
   * dev.holon.core.StoreException} when the store cannot be reached or has no room, when the slot
   * is there with another hash, and when the slot before it is not there: results have no gap.
   */
  CompletionStage<Void> append(StoredResult result, List<OutboxEntry> outbox);

  Optional<StoredResult> result(ProcessId process, long slot);

  /** The result with the highest slot. */
  Optional<StoredResult> newest(ProcessId process);

  /**
   * Results with {@code fromSlot <= slot <= toSlot}, at most {@code countMax}, ascending, or
   * descending from {@code toSlot} when {@code order} says so. Large results may end a page early,
   * but not before its first.
   */
  List<StoredResult> results(
      ProcessId process, long fromSlot, long toSlot, int countMax, Order order);

  /** What came of the slots {@code fromSlot <= slot <= toSlot} that have a result, ascending. */
  List<Outcome> outcomes(ProcessId process, long fromSlot, long toSlot);

  /**
   * Looks at the next {@code countMax} processes after {@code after} (null: from the first), in
   * order of their ids, for those whose log reaches further than their results.
   *
   * @param countMax at least 1
   */
  BehindPage processesBehind(@Nullable ProcessId after, int countMax);

  /** Direction of a listing. */
  enum Order {
    ASCENDING,
    DESCENDING
  }
}
