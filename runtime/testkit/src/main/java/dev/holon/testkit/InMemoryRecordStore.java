package dev.holon.testkit;

import dev.holon.core.record.RecordStore;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records in memory. Thread-safe. */
public final class InMemoryRecordStore implements RecordStore {
  private final Map<Id, StoredRecord> records = new LinkedHashMap<>();

  InMemoryRecordStore() {}

  @Override
  public synchronized void put(DataItem item, long blockHeight, long timestampMillis) {
    records.putIfAbsent(item.id(), new StoredRecord(item, blockHeight, timestampMillis));
  }

  @Override
  public synchronized Optional<StoredRecord> find(Id id) {
    return Optional.ofNullable(records.get(id));
  }

  @Override
  public synchronized List<StoredRecord> all() {
    return records.values().stream()
        .sorted(
            Comparator.comparingLong(StoredRecord::blockHeight)
                .thenComparingLong(StoredRecord::timestampMillis)
                .reversed()
                .thenComparing(stored -> stored.item().id()))
        .toList();
  }
}
