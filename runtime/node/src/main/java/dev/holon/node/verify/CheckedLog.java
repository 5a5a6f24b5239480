package dev.holon.node.verify;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.verify.LogCheck;
import dev.holon.core.verify.LogFault;
import dev.holon.core.verify.LogSlot;
import dev.holon.node.client.ClientFailure;
import dev.holon.node.log.LogSource;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log to its end or to the first slot that is wrong: signatures (on all cores), then order.
 * Holds a page at a time, however long the log is. Used by one thread.
 */
public final class CheckedLog {
  private final LogSource source;
  private final Verifier verifier;
  private final LogCheck check;
  private @Nullable LogFault fault;

  public CheckedLog(ProcessId process, LogSource source, Verifier verifier) {
    this.source = source;
    this.verifier = verifier;
    this.check = new LogCheck(process);
  }

  /**
   * The next slots that are as they should be; empty at the end, and where something is wrong: then
   * there is a {@link #fault}.
   *
   * @throws ClientFailure when the source does not answer
   */
  public List<LogEntry> next() throws ClientFailure {
    if (fault != null) {
      return List.of();
    }
    List<LogSlot> page;
    try {
      page = source.next();
    } catch (LogSource.UnreadableException e) {
      fault = new LogFault(slotCount(), LogFault.Kind.UNREADABLE, String.valueOf(e.getMessage()));
      return List.of();
    }
    if (page.isEmpty() && slotCount() == 0) {
      fault = new LogFault(0, LogFault.Kind.SLOT, "there is no slot at all");
    }
    return entries(page);
  }

  private List<LogEntry> entries(List<LogSlot> page) {
    List<Optional<LogFault>> signatures =
        page.parallelStream().map(slot -> slot.signatureFault(verifier)).toList();
    List<LogEntry> entries = new ArrayList<>(page.size());
    for (int i = 0; i < page.size() && fault == null; i++) {
      if (signatures.get(i).isPresent()) {
        fault = signatures.get(i).get();
        break;
      }
      switch (check.check(page.get(i))) {
        case LogCheck.Checked.Wrong wrong -> fault = wrong.fault();
        case LogCheck.Checked.Right right -> entries.add(right.entry());
      }
    }
    return entries;
  }

  /** What is wrong first; empty as long as nothing is. */
  public Optional<LogFault> fault() {
    return Optional.ofNullable(fault);
  }

  /** How many slots are right so far. */
  public long slotCount() {
    return check.nextSlot();
  }

  /** The wallet that the process named; empty before slot 0. */
  public String scheduler() {
    return check.scheduler();
  }
}
