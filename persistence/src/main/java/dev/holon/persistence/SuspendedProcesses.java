package dev.holon.persistence;

import dev.holon.protocol.ProcessId;
import java.util.HashMap;
import java.util.Map;

/**
 * Processes of which a result could not be stored. Their results already on the way then belong to
 * a log that is not the stored one, even where the slot before is there: with another result. One
 * thread only.
 */
final class SuspendedProcesses {
  private final Map<ProcessId, Long> lastTickets = new HashMap<>();

  /** Suspends a process; {@code lastTicket} is the newest job that may not know of the failure. */
  void add(ProcessId process, long lastTicket) {
    lastTickets.put(process, lastTicket);
  }

  /** Whether the job may be stored. The first one that knows of the failure ends the suspension. */
  boolean admits(ResultJob job) {
    Long lastTicket = lastTickets.get(job.process());
    if (lastTicket == null) {
      return true;
    }
    if (job.ticket() <= lastTicket) {
      return false;
    }
    lastTickets.remove(job.process());
    return true;
  }
}
