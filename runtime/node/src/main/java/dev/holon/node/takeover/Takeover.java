package dev.holon.node.takeover;

import dev.holon.core.scheduler.Admission;
import dev.holon.core.scheduler.ContentKey;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.core.verify.LogFault;
import dev.holon.node.client.ClientFailure;
import dev.holon.node.log.LogSource;
import dev.holon.node.verify.CheckedLog;
import dev.holon.persistence.journal.JournalLoader;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Verifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a log of somewhere else into the journal, as if the node had given the slots itself. All
 * of it is one transaction, which ends only when every slot was right, so there is never a part of
 * a log. What the node evaluates it finds by itself: the log is ahead of the results.
 */
final class Takeover {
  private final ScheduleStore logs;
  private final JournalLoader journal;
  private final Admission admission;
  private final Verifier verifier;

  /**
   * @param admission of the wallet that goes on with the logs
   */
  Takeover(ScheduleStore logs, JournalLoader journal, Admission admission, Verifier verifier) {
    this.logs = logs;
    this.journal = journal;
    this.admission = admission;
    this.verifier = verifier;
  }

  /** What came of it. */
  sealed interface Outcome {
    /**
     * The log is durable.
     *
     * @param spawn the process's own item
     * @param assigned messages that the log names and does not have
     */
    record Taken(long slotCount, DataItem spawn, Set<Id> assigned) implements Outcome {
      public Taken {
        assigned = Set.copyOf(assigned);
      }
    }

    /** Nothing was stored. */
    record Refused(String cause) implements Outcome {}

    /** Nothing was stored, because the log is not what it claims to be. */
    record Wrong(LogFault fault) implements Outcome {}
  }

  /** Why the database cannot take the process's log; empty when it can. */
  Optional<String> objection(ProcessId process) {
    return logs.latest(process)
        .map(
            newest ->
                "process "
                    + process
                    + " has a log here already, up to slot "
                    + newest.slot()
                    + "; only a process without a log can be taken over");
  }

  /**
   * Takes a log over.
   *
   * @throws ClientFailure when the source does not answer; then nothing was stored
   */
  Outcome run(ProcessId process, LogSource source) throws ClientFailure {
    Optional<String> objection = objection(process);
    if (objection.isPresent()) {
      return new Outcome.Refused(objection.get());
    }
    Pass pass = new Pass(process, new CheckedLog(process, source, verifier));
    journal.writeAll(pass);
    return pass.outcome();
  }

  /** One pass over a log; ends at the first thing that forbids to store it. */
  private final class Pass implements JournalLoader.Pages<ClientFailure> {
    private final ProcessId process;
    private final CheckedLog log;
    private final Set<Id> assigned = new LinkedHashSet<>();
    private @Nullable DataItem spawn;
    private @Nullable ContentKey contentKeys;

    Pass(ProcessId process, CheckedLog log) {
      this.process = process;
      this.log = log;
    }

    @Override
    public List<LogEntry> next() throws ClientFailure {
      List<LogEntry> entries = new ArrayList<>();
      for (LogEntry entry : log.next()) {
        entries.add(entry.slot() == 0 ? first(entry) : later(entry));
      }
      return isGood() ? entries : List.of();
    }

    @Override
    public boolean isGood() {
      return log.fault().isEmpty() && isOurs();
    }

    private boolean isOurs() {
      return admission.isOwnAddress(log.scheduler());
    }

    private LogEntry first(LogEntry entry) {
      DataItem item = entry.message().orElseThrow();
      spawn = item;
      contentKeys = ContentKey.of(item);
      return entry;
    }

    // As the intake knows repeats by it.
    private LogEntry later(LogEntry entry) {
      if (entry.item() == null) {
        assigned.add(entry.itemId());
      }
      ContentKey keys = contentKeys;
      return entry.item() == null || keys == null
          ? entry
          : entry.withContentKey(keys.keyOf(entry.item()).orElse(null));
    }

    Outcome outcome() {
      if (log.fault().isPresent()) {
        return new Outcome.Wrong(log.fault().get());
      }
      if (!isOurs() || spawn == null) {
        return new Outcome.Refused(
            "process "
                + process
                + " names the scheduler "
                + log.scheduler()
                + ", which is not this node's key: it could not go on with the log");
      }
      return new Outcome.Taken(log.slotCount(), spawn, assigned);
    }
  }
}
