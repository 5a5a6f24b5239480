package dev.holon.core.verify;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleHead;
import dev.holon.core.verify.LogFault.Kind;
import dev.holon.protocol.Assignment;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.HashChain;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.ProcessId;
import org.jspecify.annotations.Nullable;

/**
 * Goes along a log from slot 0 and says what is wrong first: slots without a gap, the hash chain,
 * time and height that do not go back, the messages that were assigned, and that all assignments
 * are of the one scheduler that the process named. Signatures are {@link LogSlot#signatureFault}'s.
 *
 * <p>Two slots of the same millisecond are no fault: other schedulers give such, ours does not.
 */
public final class LogCheck {
  private final ProcessId process;
  private @Nullable ScheduleHead head;
  private String scheduler = "";

  public LogCheck(ProcessId process) {
    this.process = process;
  }

  /** A slot that is as it should be, or what is wrong with it. */
  public sealed interface Checked {
    record Right(LogEntry entry) implements Checked {}

    record Wrong(LogFault fault) implements Checked {}
  }

  /** The slot that must come now. */
  public long nextSlot() {
    ScheduleHead last = head;
    return last == null ? 0 : last.slot() + 1;
  }

  /** The wallet that the process named; empty before slot 0. */
  public String scheduler() {
    return scheduler;
  }

  /** Checks the next slot. After one that is wrong there is no other. */
  public Checked check(LogSlot found) {
    Assignment assignment;
    try {
      assignment = Assignment.read(found.assignment());
    } catch (ItemException | IllegalArgumentException e) {
      return wrong(Kind.ASSIGNMENT, "no assignment: " + e.getMessage());
    }
    LogFault fault = fault(assignment, found);
    if (fault != null) {
      return new Checked.Wrong(fault);
    }
    LogEntry entry = entry(assignment, found);
    head = entry.toHead();
    return new Checked.Right(entry);
  }

  private @Nullable LogFault fault(Assignment assignment, LogSlot found) {
    if (!assignment.process().equals(process)) {
      return new LogFault(
          nextSlot(), Kind.ASSIGNMENT, "an assignment of process " + assignment.process());
    }
    if (assignment.slot() != nextSlot()) {
      return new LogFault(
          nextSlot(), Kind.SLOT, "the log has slot " + assignment.slot() + " in its place");
    }
    LogFault message = messageFault(assignment, found.message());
    if (message != null) {
      return message;
    }
    LogFault origin = originFault(found);
    return origin != null ? origin : orderFault(assignment);
  }

  private @Nullable LogFault messageFault(Assignment assignment, @Nullable DataItem message) {
    Id expected = assignment.message() == null ? process.id() : assignment.message();
    if (assignment.slot() == 0 && !expected.equals(process.id())) {
      return new LogFault(0, Kind.MESSAGE, "assigns " + expected + ", not the process itself");
    }
    if (message == null) {
      return assignment.slot() == 0
          ? new LogFault(0, Kind.MESSAGE, "the process's own item is missing")
          : null;
    }
    return message.id().equals(expected)
        ? null
        : new LogFault(
            assignment.slot(),
            Kind.MESSAGE,
            "assigns message " + expected + ", the log has " + message.id());
  }

  private @Nullable LogFault originFault(LogSlot found) {
    DataItem spawn = found.message();
    if (head == null && spawn != null) {
      scheduler = spawn.tag("Scheduler").orElse("");
    }
    DataItem assignment = found.assignment();
    boolean isNamed =
        assignment.ownerAddress().text().equals(scheduler)
            || assignment.signerAddress().text().equals(scheduler);
    return isNamed
        ? null
        : new LogFault(
            nextSlot(),
            Kind.SCHEDULER,
            "assigned by "
                + assignment.ownerAddress().text()
                + ", the process named the scheduler "
                + (scheduler.isEmpty() ? "(none)" : scheduler));
  }

  private @Nullable LogFault orderFault(Assignment assignment) {
    ScheduleHead last = head;
    Id chain =
        last == null
            ? HashChain.first(process)
            : HashChain.next(last.assignmentId(), last.hashChain());
    if (!assignment.hashChain().equals(chain)) {
      return new LogFault(
          nextSlot(),
          Kind.CHAIN,
          "the hash chain is "
              + assignment.hashChain()
              + ", follows from what is before: "
              + chain);
    }
    if (last != null && assignment.timestampMillis() < last.timestampMillis()) {
      return new LogFault(
          nextSlot(),
          Kind.TIME,
          "its time is "
              + assignment.timestampMillis()
              + ", that of the slot before "
              + last.timestampMillis());
    }
    if (last != null && assignment.blockHeight() < last.blockHeight()) {
      return new LogFault(
          nextSlot(),
          Kind.HEIGHT,
          "its height is "
              + assignment.blockHeight()
              + ", that of the slot before "
              + last.blockHeight());
    }
    return null;
  }

  private LogEntry entry(Assignment assignment, LogSlot found) {
    Id message = assignment.message();
    return new LogEntry(
        process,
        assignment.slot(),
        assignment.timestampMillis(),
        assignment.blockHeight(),
        assignment.hashChain(),
        message == null ? process.id() : message,
        found.assignment(),
        found.message());
  }

  private Checked wrong(Kind kind, String text) {
    return new Checked.Wrong(new LogFault(nextSlot(), kind, text));
  }
}
