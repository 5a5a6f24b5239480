package dev.holon.testkit;

import dev.holon.core.scheduler.FeedOffsets;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.LogEntryCodec;
import dev.holon.core.scheduler.LogFeed;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Logs in memory. Thread-safe. */
public final class InMemoryScheduleStore implements ScheduleStore, LogFeed, FeedOffsets {
  private final SortedMap<ProcessId, List<LogEntry>> logs = new TreeMap<>();
  private final List<LogEntry> inOrder = new ArrayList<>();
  private final Map<String, Long> offsets = new HashMap<>();
  private final InMemoryCronStore crons;

  InMemoryScheduleStore(InMemoryCronStore crons) {
    this.crons = crons;
  }

  /**
   * Writes the next entry of a log.
   *
   * @throws IllegalStateException when its slot is not the next one, or it is not later than the
   *     floor of its process
   */
  public synchronized void append(LogEntry entry) {
    List<LogEntry> log = logs.computeIfAbsent(entry.process(), process -> new ArrayList<>());
    if (entry.slot() != log.size()) {
      throw new IllegalStateException("slot " + entry.slot() + " where " + log.size() + " is next");
    }
    crons.onEntry(entry);
    log.add(entry);
    inOrder.add(entry);
  }

  @Override
  public synchronized Optional<LogEntry> latest(ProcessId process) {
    List<LogEntry> log = log(process);
    return log.isEmpty() ? Optional.empty() : Optional.of(log.getLast());
  }

  @Override
  public synchronized Optional<LogEntry> entry(ProcessId process, long slot) {
    List<LogEntry> log = log(process);
    return slot < 0 || slot >= log.size() ? Optional.empty() : Optional.of(log.get((int) slot));
  }

  @Override
  public synchronized List<LogEntry> entries(
      ProcessId process, long fromSlot, int countMax, long bytesMax) {
    List<LogEntry> log = log(process);
    List<LogEntry> entries = new ArrayList<>();
    long bytes = 0;
    for (long slot = Math.max(0, fromSlot);
        slot < log.size() && entries.size() < countMax;
        slot++) {
      LogEntry entry = log.get((int) slot);
      entries.add(entry);
      bytes += LogEntryCodec.encode(entry).length;
      if (bytes > bytesMax) {
        break;
      }
    }
    return entries;
  }

  @Override
  public synchronized long firstSlotAfter(ProcessId process, long millis) {
    List<LogEntry> log = log(process);
    return log.stream()
        .filter(entry -> entry.timestampMillis() > millis)
        .mapToLong(LogEntry::slot)
        .findFirst()
        .orElse(log.size());
  }

  @Override
  public synchronized Optional<LogEntry> findMessage(ProcessId process, Id itemId) {
    return log(process).stream().filter(entry -> entry.itemId().equals(itemId)).findFirst();
  }

  @Override
  public synchronized Optional<LogEntry> find(Id itemOrAssignmentId) {
    return inOrder.stream()
        .filter(
            entry ->
                entry.itemId().equals(itemOrAssignmentId)
                    || entry.assignmentId().equals(itemOrAssignmentId))
        .findFirst();
  }

  @Override
  public synchronized long[] messageFingerprints(ProcessId process) {
    return log(process).stream().mapToLong(entry -> entry.itemId().fingerprint()).toArray();
  }

  @Override
  public synchronized Optional<LogEntry> findContent(ProcessId process, Id contentKey) {
    return log(process).stream()
        .filter(entry -> Objects.equals(contentKey, entry.contentKey()))
        .findFirst();
  }

  @Override
  public synchronized long[] contentFingerprints(ProcessId process) {
    return log(process).stream()
        .flatMap(entry -> Optional.ofNullable(entry.contentKey()).stream())
        .mapToLong(Id::fingerprint)
        .toArray();
  }

  @Override
  public synchronized Page after(long position, int countMax, long bytesMax) {
    if (countMax < 1) {
      throw new IllegalArgumentException("countMax must be at least 1, is " + countMax);
    }
    List<LogEntry> entries = new ArrayList<>();
    long bytes = 0;
    int from = Math.toIntExact(Math.min(position, inOrder.size()));
    for (LogEntry entry : inOrder.subList(from, inOrder.size())) {
      if (entries.size() == countMax || bytes > bytesMax) {
        break;
      }
      entries.add(entry);
      bytes += LogEntryCodec.encode(entry).length;
    }
    return new Page(entries, position + entries.size());
  }

  @Override
  public synchronized long offset(String reader) {
    return offsets.getOrDefault(reader, START);
  }

  @Override
  public synchronized boolean advance(String reader, long from, long to) {
    if (to < from) {
      throw new IllegalArgumentException(reader + " cannot go back from " + from + " to " + to);
    }
    boolean isThere = offset(reader) == from;
    if (isThere) {
      offsets.put(reader, to);
    }
    return isThere;
  }

  @Override
  public synchronized long processCount() {
    return logs.size();
  }

  synchronized List<ProcessId> processes() {
    return List.copyOf(logs.keySet());
  }

  private List<LogEntry> log(ProcessId process) {
    return logs.getOrDefault(process, List.of());
  }
}
