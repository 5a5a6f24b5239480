package dev.holon.core.cron;

import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.OptionalLong;

/**
 * When to look for the ticks of each process that has crons. A row is there as soon as the
 * process's slot 0 is durable, due at once. It says only when to look: which ticks there are
 * follows from the log. Methods block and throw {@link dev.holon.core.StoreException} when the
 * store cannot be reached. Thread-safe.
 */
public interface CronStore {

  /**
   * Processes that are due at {@code nowMillis}, those that wait longest first. Each is due again
   * at {@code againMillis} unless somebody calls {@link #lookAt} before, so that one that cannot be
   * evaluated does not hold up the others.
   */
  List<ProcessId> claimDue(long nowMillis, long againMillis, int countMax);

  /** Look for the process's next tick at this time. Does nothing for one without crons. */
  void lookAt(ProcessId process, long millis);

  /** When the process is looked at next; empty for one without crons. */
  OptionalLong nextLook(ProcessId process);
}
