package dev.holon.core.trace;

import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.Optional;

/**
 * Reads what traces show. Methods block and throw {@link dev.holon.core.StoreException} when the
 * store cannot be reached. Thread-safe.
 */
public interface TraceStore {
  /** Actions larger than this are not read for their target. */
  long ACTION_BYTES_MAX = 64L << 10;

  /**
   * Those of the places that are in the logs, in the order asked for.
   *
   * @param resultBytesMax results larger than this are left out
   */
  List<TracedSlot> slots(List<Place> places, long resultBytesMax);

  /**
   * What these slots push: for each at most {@code countMax} entries from an index on, in the order
   * asked for and by index.
   */
  List<TracedPush> pushes(List<PushRange> ranges, int countMax);

  /**
   * The newest slot of the process and its time, without reading its message; empty when unknown.
   */
  Optional<Head> head(ProcessId process);

  /** The end of a log. */
  record Head(long slot, long timestampMillis) {}

  /** The entries of a slot from this index on. */
  record PushRange(Place place, int fromIndex) {}
}
