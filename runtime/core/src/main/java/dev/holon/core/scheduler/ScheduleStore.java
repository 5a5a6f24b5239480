package dev.holon.core.scheduler;

import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.Optional;

/**
 * Reads the logs. The scheduler's journal is their only writer; what it has acknowledged is seen
 * here. Methods block on the store and throw {@link dev.holon.core.StoreException} when it cannot
 * be reached. Thread-safe.
 */
public interface ScheduleStore {

  /** The newest entry of the process, or empty when the process is unknown. */
  Optional<LogEntry> latest(ProcessId process);

  /** The entry at this slot. */
  Optional<LogEntry> entry(ProcessId process, long slot);

  /**
   * Entries from {@code fromSlot} on, ascending, without gaps: at most {@code countMax}, and no
   * more after the first that brings the sum of their sizes over {@code bytesMax}. At least one
   * when there is one.
   */
  List<LogEntry> entries(ProcessId process, long fromSlot, int countMax, long bytesMax);

  /**
   * The first slot whose timestamp is greater than {@code millis}; head slot + 1 when there is
   * none.
   */
  long firstSlotAfter(ProcessId process, long millis);

  /**
   * The entry of this process with that message, the lowest slot if it was assigned more than once.
   */
  Optional<LogEntry> findMessage(ProcessId process, Id itemId);

  /** The oldest entry, of any process, whose message or assignment has this id. */
  Optional<LogEntry> find(Id itemOrAssignmentId);

  /** {@link Id#fingerprint} of the message of every slot of the process, in slot order. */
  long[] messageFingerprints(ProcessId process);

  /** The entry of this process with that content key; the lowest slot if there are several. */
  Optional<LogEntry> findContent(ProcessId process, Id contentKey);

  /** {@link Id#fingerprint} of the content keys of the process's entries that have one. */
  long[] contentFingerprints(ProcessId process);

  /** How many processes have a log. */
  long processCount();
}
