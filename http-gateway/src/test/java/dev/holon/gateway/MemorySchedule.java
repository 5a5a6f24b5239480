package dev.holon.gateway;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Logs in memory, in the order they were written. */
final class MemorySchedule implements ScheduleStore {
  private final Map<ProcessId, List<LogEntry>> logs = new ConcurrentSkipListMap<>();
  private final List<LogEntry> all = new CopyOnWriteArrayList<>();

  void append(LogEntry entry) {
    logs.computeIfAbsent(entry.process(), process -> new CopyOnWriteArrayList<>()).add(entry);
    all.add(entry);
  }

  List<LogEntry> log(ProcessId process) {
    return logs.getOrDefault(process, List.of());
  }

  @Override
  public Optional<LogEntry> latest(ProcessId process) {
    List<LogEntry> log = log(process);
    return log.isEmpty() ? Optional.empty() : Optional.of(log.get(log.size() - 1));
  }

  @Override
  public Optional<LogEntry> entry(ProcessId process, long slot) {
    List<LogEntry> log = log(process);
    return slot < 0 || slot >= log.size() ? Optional.empty() : Optional.of(log.get((int) slot));
  }

  @Override
  public List<LogEntry> entries(ProcessId process, long fromSlot, int countMax, long bytesMax) {
    List<LogEntry> page = new ArrayList<>();
    long bytes = 0;
    for (LogEntry entry : log(process)) {
      if (entry.slot() >= fromSlot && page.size() < countMax && bytes <= bytesMax) {
        page.add(entry);
        bytes += entry.message().map(item -> item.sizeBytes()).orElse(0);
      }
    }
    return page;
  }

  @Override
  public long firstSlotAfter(ProcessId process, long millis) {
    List<LogEntry> log = log(process);
    return log.stream()
        .filter(entry -> entry.timestampMillis() > millis)
        .mapToLong(LogEntry::slot)
        .findFirst()
        .orElse(log.size());
  }

  @Override
  public Optional<LogEntry> findMessage(ProcessId process, Id itemId) {
    return log(process).stream().filter(entry -> entry.itemId().equals(itemId)).findFirst();
  }

  @Override
  public Optional<LogEntry> find(Id id) {
    return all.stream()
        .filter(entry -> entry.itemId().equals(id) || entry.assignmentId().equals(id))
        .findFirst();
  }

  @Override
  public long[] messageFingerprints(ProcessId process) {
    return log(process).stream().mapToLong(entry -> entry.itemId().fingerprint()).toArray();
  }

  @Override
  public long processCount() {
    return logs.size();
  }
}
