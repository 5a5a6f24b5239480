package dev.holon.gateway.graphql;

import dev.holon.core.record.RecordStore;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import java.util.Optional;

/** An item the node stores, with the block it counts as being in. */
public record FoundItem(DataItem item, long blockHeight, long timestampMillis) {
  /** Looks among records first, then among messages and assignments. Blocks. */
  public static Optional<FoundItem> find(RecordStore records, ScheduleStore schedule, Id id) {
    return records
        .find(id)
        .map(FoundItem::of)
        .or(() -> schedule.find(id).flatMap(entry -> of(entry, id)));
  }

  static FoundItem of(RecordStore.StoredRecord found) {
    return new FoundItem(found.item(), found.blockHeight(), found.timestampMillis());
  }

  private static Optional<FoundItem> of(LogEntry entry, Id id) {
    Optional<DataItem> item =
        entry.assignmentId().equals(id) ? Optional.of(entry.assignment()) : entry.message();
    return item.map(found -> new FoundItem(found, entry.blockHeight(), entry.timestampMillis()));
  }
}
