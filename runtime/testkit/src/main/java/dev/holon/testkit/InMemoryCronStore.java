package dev.holon.testkit;

import dev.holon.core.StoreException;
import dev.holon.core.cron.CronStore;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.TimeFloors;
import dev.holon.protocol.ProcessId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Floors, and when to look at crons, in memory. Thread-safe. */
public final class InMemoryCronStore implements CronStore, TimeFloors {
  private final Map<ProcessId, Long> floors = new TreeMap<>();
  private final Map<ProcessId, Long> looks = new TreeMap<>();
  private final Map<ProcessId, Long> heads = new TreeMap<>();

  InMemoryCronStore() {}

  /** What the journal does with an entry: slot 0 brings the rows, the others keep the floor. */
  synchronized void onEntry(LogEntry entry) {
    ProcessId process = entry.process();
    boolean hasCrons =
        entry.slot() == 0
            && entry.message().map(item -> item.tag("Cron-Interval").isPresent()).orElse(false);
    if (hasCrons) {
      floors.put(process, NONE);
      looks.put(process, 0L);
    }
    if (entry.slot() > 0 && entry.timestampMillis() <= floor(process)) {
      throw new IllegalStateException(
          "an entry at " + entry.timestampMillis() + " ms is not later than the floor");
    }
    heads.put(process, entry.slot());
  }

  @Override
  public synchronized long floor(ProcessId process) {
    return floors.getOrDefault(process, NONE);
  }

  @Override
  public synchronized Promise raise(ProcessId process, long millis) {
    if (!floors.containsKey(process)) {
      String fault = "process " + process + " has no crons, and so no floor";
      throw new StoreException(fault, new IllegalArgumentException(fault));
    }
    long floor = Math.max(floor(process), millis);
    floors.put(process, floor);
    return new Promise(heads.getOrDefault(process, -1L), floor);
  }

  @Override
  public synchronized List<ProcessId> claimDue(long nowMillis, long againMillis, int countMax) {
    List<ProcessId> due =
        looks.entrySet().stream()
            .filter(look -> look.getValue() <= nowMillis)
            .sorted(Comparator.comparing(Map.Entry::getValue))
            .map(Map.Entry::getKey)
            .limit(Math.max(0, countMax))
            .toList();
    due.forEach(process -> looks.put(process, againMillis));
    return due;
  }

  @Override
  public synchronized void lookAt(ProcessId process, long millis) {
    looks.computeIfPresent(process, (id, before) -> millis);
  }

  @Override
  public synchronized OptionalLong nextLook(ProcessId process) {
    Long look = looks.get(process);
    return look == null ? OptionalLong.empty() : OptionalLong.of(look);
  }
}
