package dev.holon.core.scheduler;

import dev.holon.protocol.ProcessId;
import java.util.Optional;

/**
 * What a process's log holds already, as far as the one who orders it must know.
 *
 * @param seen fingerprints of all messages and content keys; belongs to who asked for it
 * @param messageCount how many messages those are of
 * @param contentKeys by what repeats are known; empty before slot 0
 * @param floorMillis entries to come are later than this
 */
public record ScheduleHistory(
    Optional<LogEntry> latest,
    FingerprintSet seen,
    long messageCount,
    Optional<ContentKey> contentKeys,
    long floorMillis) {

  /** The history of a process that nobody has written to. */
  public static ScheduleHistory empty() {
    return new ScheduleHistory(
        Optional.empty(), FingerprintSet.of(new long[0]), 0, Optional.empty(), TimeFloors.NONE);
  }

  /**
   * Reads it; blocks. Several reads: when somebody writes meanwhile, {@link #slotCount} and {@link
   * #messageCount} differ, or the next write is refused.
   */
  public static ScheduleHistory read(ScheduleStore store, TimeFloors floors, ProcessId process) {
    long[] messages = store.messageFingerprints(process);
    FingerprintSet seen = FingerprintSet.of(messages);
    for (long content : store.contentFingerprints(process)) {
      seen.add(content);
    }
    Optional<ContentKey> contentKeys =
        store.entry(process, 0).flatMap(LogEntry::message).map(ContentKey::of);
    return new ScheduleHistory(
        store.latest(process), seen, messages.length, contentKeys, floors.floor(process));
  }

  /** How many slots the log has. */
  public long slotCount() {
    return latest.map(entry -> entry.slot() + 1).orElse(0L);
  }
}
