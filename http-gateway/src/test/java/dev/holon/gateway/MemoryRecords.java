package dev.holon.gateway;

import dev.holon.core.record.RecordStore;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records in memory. */
final class MemoryRecords implements RecordStore {
  private final List<StoredRecord> records = new CopyOnWriteArrayList<>();

  @Override
  public void put(DataItem item, long blockHeight, long timestampMillis) {
    records.add(new StoredRecord(item, blockHeight, timestampMillis));
  }

  @Override
  public Optional<StoredRecord> find(Id id) {
    return records.stream().filter(found -> found.item().id().equals(id)).findFirst();
  }

  @Override
  public List<StoredRecord> all() {
    return records.stream()
        .sorted(Comparator.comparingLong(StoredRecord::blockHeight).reversed())
        .toList();
  }
}
