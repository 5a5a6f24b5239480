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
  /** Bytes of encoded results after which a page of {@link #results} or ticks ends early. */
  long PAGE_BYTES_MAX = 64L << 20;

  /**
   * Stores a result and its outbox in one transaction. When the stage completes both are durable.
   * Writes of one process become durable in the order of the calls. Storing a place again that is
   * there with the same hash changes nothing and succeeds. The stage fails with {@link
   * dev.holon.core.StoreException} when the store cannot be reached or has no room, when the place
   * is there with another hash, and when the slot or tick before it is not there: results have no
   * gap.
   */
  CompletionStage<Void> append(StoredResult result, List<OutboxEntry> outbox);

  /** The result of a slot's own message. */
  Optional<StoredResult> result(ProcessId process, long slot);

  /** The result at the highest place. */
  Optional<StoredResult> newest(ProcessId process);

  /**
   * Results of the slots {@code fromSlot <= slot <= toSlot} and the ticks after each, as {@link
   * #results(ProcessId, Range, Order)}.
   */
  default List<StoredResult> results(
      ProcessId process, long fromSlot, long toSlot, int countMax, Order order) {
    return results(process, Range.ofSlots(fromSlot, toSlot, countMax), order);
  }

  /**
   * Results of a range, ascending, or descending from its end when {@code order} says so. Large
   * results may end a page early, but not before its first.
   */
  List<StoredResult> results(ProcessId process, Range range, Order order);

  /** As {@link #results(ProcessId, Range, Order)}, of cron ticks only, ascending. */
  List<StoredResult> ticks(ProcessId process, Range range);

  /** The newest result of a cron's tick, by the cron's name. */
  Optional<StoredResult> newestTick(ProcessId process, String cron);

  /**
   * The first place at this slot or after its message whose tick is later than {@code millis}; the
   * next slot's place when there is none.
   */
  ResultPlace placeAfter(ProcessId process, long slot, long millis);

  /** Where the tick of this name and time is, among those after the slot. */
  Optional<ResultPlace> placeOf(ProcessId process, long slot, long millis, String cron);

  /** What came of the evaluations after this place, ascending, at most {@code countMax}. */
  List<Outcome> outcomesAfter(ProcessId process, ResultPlace place, int countMax);

  /**
   * The next {@code countMax} processes after {@code after} (null: from the first), in order of the
   * bytes of their ids.
   *
   * @param countMax at least 1
   */
  List<ProcessProgress> processes(@Nullable ProcessId after, int countMax);

  /** Places from {@code from} to {@code to}, both inclusive, and how many of them at most. */
  record Range(ResultPlace from, ResultPlace to, int countMax) {
    static Range ofSlots(long fromSlot, long toSlot, int countMax) {
      ResultPlace last = new ResultPlace(toSlot, Long.MAX_VALUE);
      return new Range(ResultPlace.ofSlot(fromSlot), last, countMax);
    }
  }

  /** Direction of a listing. */
  enum Order {
    ASCENDING,
    DESCENDING
  }
}
