package dev.holon.core.compute;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.scheduler.LogEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the evaluation of one process has come, and what to do next. It reads nothing itself: its
 * owner asks {@link #next}, does that, and tells it what came of it. Used by one thread at a time.
 *
 * <p>Slots are evaluated in order. Results may run ahead of the store by {@link #UNSTORED_MAX};
 * after a failed evaluation nothing is replayed before all results are stored, because replaying
 * reads them.
 */
public final class ProcessEvaluation {
  /** Results that may wait to be durable. */
  public static final int UNSTORED_MAX = 256;

  private static final int QUEUE_COUNT_MAX = 256;
  private static final long QUEUE_BYTES_MAX = 8L << 20;

  /** Something to do. */
  public sealed interface Next {
    /** Read the newest slot of the log, then call {@link #headRead}. */
    record ReadHead() implements Next {}

    /** Boot a machine, then call {@link #booted} or {@link #refused}. */
    record Boot() implements Next {}

    /** Read entries and outcomes before {@code beforeSlot}, then call {@link #knownRead}. */
    record ReadKnown(long fromSlot, long beforeSlot) implements Next {}

    /** Read entries, then call {@link #pageRead}. */
    record ReadPage(long fromSlot) implements Next {}

    /** Call {@link #replay}. */
    record Replay() implements Next {}

    /** Call {@link #evaluate}. */
    record Evaluate() implements Next {}

    /** Call {@link #view} and answer who asked for the state. */
    record View() implements Next {}

    /** Wait to be told something. */
    record Rest() implements Next {}
  }

  /** A result and the message it comes from. */
  public record Evaluated(StoredResult result, EvaluableEntry entry) {}

  private final Deque<EvaluableEntry> queue = new ArrayDeque<>();
  private final Deque<KnownEntry> toReplay = new ArrayDeque<>();
  private @Nullable ProcessMachine machine;
  private @Nullable Refusal refusal;
  private long logHead;
  private long nextSlot;
  private long storedSlot;
  private long queueBytes;
  private boolean isHeadDoubtful;
  private boolean isViewNext;

  /**
   * Starts from what is stored.
   *
   * @param logHead newest slot of the log; -1 when the process is unknown
   * @param storedSlot newest slot with a result; -1 when there is none
   */
  public ProcessEvaluation(long logHead, long storedSlot) {
    this.logHead = logHead;
    this.storedSlot = storedSlot;
    this.nextSlot = storedSlot + 1;
  }

  /** Newest slot known to be in the log; -1 when the process is unknown. */
  public long logHead() {
    return logHead;
  }

  /** Newest slot whose result is durable. */
  public long storedSlot() {
    return storedSlot;
  }

  /** Why the process cannot be evaluated here. */
  public Optional<Refusal> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** Whether the log has entries without a durable result that this could evaluate. */
  public boolean hasBacklog() {
    return refusal == null && storedSlot < logHead;
  }

  /** An entry is durable; it is kept at hand when it is the next one and there is room. */
  public void committed(LogEntry entry) {
    logHead = Math.max(logHead, entry.slot());
    boolean isNext = entry.slot() == nextSlot + queue.size();
    boolean hasRoom = queue.size() < QUEUE_COUNT_MAX && queueBytes < QUEUE_BYTES_MAX;
    if (isNext && hasRoom && entry.message().isPresent()) {
      enqueue(new EvaluableEntry(entry, entry.message().get()));
    }
  }

  /** A slot is durable. */
  public void committed(long slot) {
    logHead = Math.max(logHead, slot);
  }

  /** The log may have grown without a word. */
  public void doubtHead() {
    isHeadDoubtful = true;
  }

  /** The log reaches to this slot at least; -1 when the process is unknown. */
  public void headRead(long slot) {
    isHeadDoubtful = false;
    logHead = Math.max(logHead, slot);
  }

  /** What to do now. */
  public Next next(boolean isViewWanted) {
    if (isHeadDoubtful) {
      return new Next.ReadHead();
    }
    boolean hasEntries = nextSlot <= logHead;
    if (refusal != null || logHead < 0 || (!hasEntries && !isViewWanted)) {
      return new Next.Rest();
    }
    ProcessMachine current = usableMachine();
    if (current == null) {
      return nextSlot - 1 > storedSlot ? new Next.Rest() : new Next.Boot();
    }
    if (current.nextSlot() < nextSlot) {
      return toReplay.isEmpty()
          ? new Next.ReadKnown(current.nextSlot(), nextSlot)
          : new Next.Replay();
    }
    boolean mayView = isViewWanted && nextSlot > 0;
    if (mayView && (isViewNext || !hasEntries)) {
      return new Next.View();
    }
    if (nextSlot - 1 - storedSlot >= UNSTORED_MAX) {
      return mayView ? new Next.View() : new Next.Rest();
    }
    return queue.isEmpty() ? new Next.ReadPage(nextSlot) : new Next.Evaluate();
  }

  /** A machine before slot 0 is there. */
  public void booted(ProcessMachine booted) {
    machine = booted;
    toReplay.clear();
  }

  /** The process cannot be evaluated here; what waits for it should be told. */
  public void refused(Refusal why) {
    refusal = why;
    machine = null;
    queue.clear();
    queueBytes = 0;
    toReplay.clear();
  }

  /** Entries from {@link #next}'s slot on; none when the log's end was misjudged. */
  public void pageRead(List<EvaluableEntry> page) {
    for (EvaluableEntry entry : page) {
      if (entry.slot() == nextSlot + queue.size()) {
        enqueue(entry);
      }
    }
    if (queue.isEmpty()) {
      logHead = nextSlot - 1;
      isHeadDoubtful = true;
    }
  }

  /** Entries before the next slot, with their outcomes. */
  public void knownRead(List<KnownEntry> page) {
    if (page.isEmpty()) {
      throw new IllegalStateException("slots before " + nextSlot + " have no results to replay");
    }
    toReplay.addAll(page);
  }

  /**
   * Replays one slot. When it does not give its stored result again the process is refused: its
   * state is not the one its results came from.
   */
  public void replay() {
    KnownEntry known = toReplay.remove();
    if (!resident().replay(known.entry(), known.outcome())) {
      String message =
          "slot "
              + known.outcome().slot()
              + " of "
              + known.entry().entry().process()
              + " does not give its stored result again";
      refused(new Refusal(RefusalCode.NOT_EVALUABLE, message));
    }
  }

  /** Evaluates the next slot. */
  public Evaluated evaluate() {
    isViewNext = true;
    EvaluableEntry entry = queue.remove();
    queueBytes -= entry.sizeBytes();
    StoredResult result = resident().evaluate(entry);
    nextSlot = result.slot() + 1;
    return new Evaluated(result, entry);
  }

  /** The state after the newest evaluated slot, to be asked apart from the evaluation. */
  public StateView view() {
    isViewNext = false;
    return resident().view();
  }

  /** A result is durable. */
  public void stored(long slot) {
    storedSlot = Math.max(storedSlot, slot);
  }

  private void enqueue(EvaluableEntry entry) {
    queue.add(entry);
    queueBytes += entry.sizeBytes();
  }

  private @Nullable ProcessMachine usableMachine() {
    ProcessMachine current = machine;
    if (current != null && !current.isUsable()) {
      machine = null;
      toReplay.clear();
      return null;
    }
    return current;
  }

  private ProcessMachine resident() {
    ProcessMachine current = machine;
    if (current == null) {
      throw new IllegalStateException("there is no machine: next() was not followed");
    }
    return current;
  }
}
