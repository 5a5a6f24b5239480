package dev.holon.persistence;

import dev.holon.core.StoreException;
import dev.holon.protocol.ProcessId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Processes of which a result could not be stored. Their later results, already on the way, must
 * not be stored without it: the gap would never be noticed. One thread only.
 */
final class SuspendedProcesses {
  private static final String EXISTS = "SELECT 1 FROM result WHERE process_id = ? AND slot = ?";

  private final Map<ProcessId, Failure> failures = new HashMap<>();
  private final Database database;

  SuspendedProcesses(Database database) {
    this.database = database;
  }

  /**
   * Suspends the job's process; {@code lastTicket} is the newest job that may not know of the
   * failure.
   */
  void add(ResultJob failed, long lastTicket) {
    failures.merge(
        failed.process(),
        new Failure(failed.slot(), lastTicket),
        (old, now) -> new Failure(Math.min(old.slot(), now.slot()), lastTicket));
  }

  void remove(ProcessId process) {
    failures.remove(process);
  }

  boolean containsAny(List<ResultJob> jobs) {
    return !failures.isEmpty()
        && jobs.stream().anyMatch(job -> failures.containsKey(job.process()));
  }

  /**
   * Whether the job may be stored: it is the failed one again, or a newer one whose predecessor is
   * there.
   *
   * @throws StoreException when the store cannot be asked
   */
  boolean admits(ResultJob job) {
    Failure failure = failures.get(job.process());
    if (failure == null || job.slot() <= failure.slot()) {
      return true;
    }
    return job.ticket() > failure.lastTicket() && isStored(job.processBytes(), job.slot() - 1);
  }

  private boolean isStored(byte[] process, long slot) {
    return database.run(
        "result of slot " + slot,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(EXISTS)) {
            Columns.bind(statement, process, slot);
            try (ResultSet rows = statement.executeQuery()) {
              return rows.next();
            }
          }
        });
  }

  private record Failure(long slot, long lastTicket) {}
}
