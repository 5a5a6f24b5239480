package dev.holon.node;

import dev.holon.core.StoreException;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store whose next reads fail as often as a test wants. Only the reads that nobody but a
 * scheduler makes fail, so that no other reader takes a fault meant for it.
 */
record FlakyScheduleStore(ScheduleStore store, AtomicInteger faultsLeft) implements ScheduleStore {

  private ScheduleStore reach() {
    if (faultsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new StoreException("told to fail", new IOException("no connection"));
    }
    return store;
  }

  @Override
  public Optional<LogEntry> latest(ProcessId process) {
    return store.latest(process);
  }

  @Override
  public Optional<LogEntry> entry(ProcessId process, long slot) {
    return store.entry(process, slot);
  }

  @Override
  public List<LogEntry> entries(ProcessId process, long fromSlot, int countMax, long bytesMax) {
    return store.entries(process, fromSlot, countMax, bytesMax);
  }

  @Override
  public long firstSlotAfter(ProcessId process, long millis) {
    return store.firstSlotAfter(process, millis);
  }

  @Override
  public Optional<LogEntry> findMessage(ProcessId process, Id itemId) {
    return reach().findMessage(process, itemId);
  }

  @Override
  public Optional<LogEntry> find(Id itemOrAssignmentId) {
    return store.find(itemOrAssignmentId);
  }

  @Override
  public long[] messageFingerprints(ProcessId process) {
    return reach().messageFingerprints(process);
  }

  @Override
  public Optional<LogEntry> findContent(ProcessId process, Id contentKey) {
    return reach().findContent(process, contentKey);
  }

  @Override
  public long[] contentFingerprints(ProcessId process) {
    return store.contentFingerprints(process);
  }

  @Override
  public long processCount() {
    return store.processCount();
  }
}
