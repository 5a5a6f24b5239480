package dev.holon.core.record;

import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import java.util.List;
import java.util.Optional;

/**
 * Data items that are no messages: modules and Scheduler-Location records. Methods block and throw
 * {@link dev.holon.core.StoreException} when the store cannot be reached. Thread-safe.
 */
public interface RecordStore {

  /** Keeps an item; again is harmless. */
  void put(DataItem item, long blockHeight, long timestampMillis);

  Optional<StoredRecord> find(Id id);

  /** All records, newest block first; a node has few. */
  List<StoredRecord> all();

  /** A record and the block it counts as being in. */
  record StoredRecord(DataItem item, long blockHeight, long timestampMillis) {}
}
