package dev.holon.core.compute;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.cron.Tick;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.TimeFloors.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How far the evaluation of one process has come, and what to do next. It reads nothing itself: its
 * owner asks {@link #next}, does that, and tells it what came of it. Used by one thread at a time.
 *
 * <p>Slots are evaluated in order, and between two of them the cron ticks that lie before the
 * second one's timestamp. Behind the newest slot a tick is evaluated only when the scheduler has
 * promised that no entry will come at or before its time: so the order never depends on when this
 * runs.
 *
 * <p>Results may run ahead of the store by {@link #UNSTORED_MAX}; after a failed evaluation nothing
 * is replayed before all results are stored, because replaying reads them.
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

    /**
     * Make a machine at or before {@code notAfter}, then call {@link #booted} or {@link #refused}.
     *
     * @param suspect a checkpoint that proved wrong and is not to be used; null when there is none
     */
    record Boot(ResultPlace notAfter, @Nullable ResultPlace suspect) implements Next {}

    /** Read what comes after {@code place} and has a result, then call {@link #knownRead}. */
    record ReadKnown(ResultPlace place, ResultPlace last) implements Next {}

    /** Read entries, then call {@link #pageRead}. */
    record ReadPage(long fromSlot) implements Next {}

    /** Ask the scheduler that nothing comes up to now any more, then call {@link #promised}. */
    record AskPromise() implements Next {}

    /** Call {@link #replay}. */
    record Replay() implements Next {}

    /** Call {@link #evaluate}. */
    record Evaluate() implements Next {}

    /** Call {@link #view} and answer who asked for the state. */
    record View() implements Next {}

    /** Wait to be told something. */
    record Rest() implements Next {}
  }

  private final Deque<EvaluableEntry> queue = new ArrayDeque<>();
  private final Deque<KnownEntry> toReplay = new ArrayDeque<>();
  private @Nullable ProcessMachine machine;
  private @Nullable Refusal refusal;
  private @Nullable Promise promise;
  private @Nullable ResultPlace suspect;
  private ResultPlace evaluated;
  private ResultPlace stored;
  private long logHead;
  private long queueBytes;
  private int unstoredCount;
  private int sinceCheckpointCount;
  private boolean isHeadDoubtful;
  private boolean isTickDue;
  private boolean isViewNext;

  /**
   * Starts from what is stored.
   *
   * @param logHead newest slot of the log; -1 when the process is unknown
   * @param stored place of the newest result; {@link ResultPlace#NONE} when there is none
   */
  public ProcessEvaluation(long logHead, ResultPlace stored) {
    this.logHead = logHead;
    this.stored = stored;
    this.evaluated = stored;
  }

  /** Newest slot known to be in the log; -1 when the process is unknown. */
  public long logHead() {
    return logHead;
  }

  /** Where the newest durable result is. */
  public ResultPlace stored() {
    return stored;
  }

  /** Newest slot whose result is durable. */
  public long storedSlot() {
    return stored.slot();
  }

  /** Why the process cannot be evaluated here. */
  public Optional<Refusal> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** Whether the log has entries without a durable result that this could evaluate. */
  public boolean hasBacklog() {
    return refusal == null && stored.slot() < logHead;
  }

  /** Whether it is still to be seen which ticks are due, or some of them are not durable. */
  public boolean hasTicksToDo() {
    return refusal == null
        && logHead >= 0
        && (isTickDue || promise != null || unstoredCount > 0 || hasBacklog());
  }

  /** An entry is durable; it is kept at hand when it is the next one and there is room. */
  public void committed(LogEntry entry) {
    logHead = Math.max(logHead, entry.slot());
    boolean isNext = entry.slot() == nextSlot() + queue.size();
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

  /** Ticks may be due now. */
  public void tickDue() {
    isTickDue = true;
  }

  /** The scheduler's answer to the newest question. */
  public void promised(Promise given) {
    isTickDue = false;
    logHead = Math.max(logHead, given.headSlot());
    promise = given;
  }

  /** The scheduler did not answer; ticks wait until they are due again. */
  public void notPromised() {
    isTickDue = false;
  }

  /** What to do now. */
  public Next next(boolean isViewWanted) {
    if (isHeadDoubtful) {
      return new Next.ReadHead();
    }
    boolean hasTickWork = isTickDue || promise != null;
    if (refusal != null || logHead < 0 || (!hasEntries() && !isViewWanted && !hasTickWork)) {
      return new Next.Rest();
    }
    ProcessMachine current = usableMachine();
    if (current == null) {
      return unstoredCount > 0 ? new Next.Rest() : new Next.Boot(evaluated, suspect);
    }
    if (current.place().isBefore(evaluated)) {
      return nextReplay(current);
    }
    return nextEvaluation(current, isViewWanted && evaluated.slot() >= 0);
  }

  private Next nextReplay(ProcessMachine current) {
    KnownEntry known = toReplay.peek();
    if (known == null) {
      return new Next.ReadKnown(current.place(), evaluated);
    }
    boolean isCertain = known.outcome().timestampMillis() <= current.ticksCertainUntilMillis();
    return isCertain || known.entry() != null ? new Next.Replay() : new Next.Rest();
  }

  private Next nextEvaluation(ProcessMachine current, boolean mayView) {
    if (!current.hasCrons()) {
      isTickDue = false;
      promise = null;
    }
    if (hasEntries() && queue.isEmpty()) {
      return mayView && isViewNext ? new Next.View() : new Next.ReadPage(nextSlot());
    }
    boolean hasWork = nextTick(current).isPresent() || isEntryNext(current);
    if (mayView && (isViewNext || !hasWork)) {
      return new Next.View();
    }
    if (hasWork) {
      boolean hasRoom = unstoredCount < UNSTORED_MAX;
      return hasRoom ? new Next.Evaluate() : mayView ? new Next.View() : new Next.Rest();
    }
    if (!hasEntries()) {
      // All ticks up to the promise are done; or it is about a slot that is not the newest.
      promise = null;
    }
    return isTickDue && !hasEntries() ? new Next.AskPromise() : new Next.Rest();
  }

  /** The tick that comes before the next entry, or up to what is promised. */
  private Optional<Tick> nextTick(ProcessMachine current) {
    if (!current.hasCrons()) {
      return Optional.empty();
    }
    EvaluableEntry entry = queue.peek();
    Promise given = promise;
    long end;
    if (entry != null) {
      end = entry.entry().timestampMillis();
    } else if (given != null && given.headSlot() == evaluated.slot()) {
      end = given.floorMillis() + 1;
    } else {
      return Optional.empty();
    }
    return current.nextTick(Math.min(end, afterCertain(current)));
  }

  /** Whether no tick can come before the next entry any more. */
  private boolean isEntryNext(ProcessMachine current) {
    EvaluableEntry entry = queue.peek();
    return entry != null
        && (evaluated.slot() < 0 || entry.entry().timestampMillis() <= afterCertain(current))
        && nextTick(current).isEmpty();
  }

  private static long afterCertain(ProcessMachine current) {
    long certain = current.ticksCertainUntilMillis();
    return certain == Long.MAX_VALUE ? certain : certain + 1;
  }

  /** A machine is there, not after the place that was asked for. */
  public void booted(ProcessMachine booted) {
    if (evaluated.isBefore(booted.place())) {
      throw new IllegalStateException(
          "a machine at " + booted.place() + " is ahead of its results, which end at " + evaluated);
    }
    machine = booted;
    suspect = null;
    sinceCheckpointCount = 0;
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
      if (entry.slot() == nextSlot() + queue.size()) {
        enqueue(entry);
      }
    }
    if (queue.isEmpty()) {
      logHead = evaluated.slot();
      isHeadDoubtful = true;
    }
  }

  /** What comes after the machine's place and has a result. */
  public void knownRead(List<KnownEntry> page) {
    if (page.isEmpty()) {
      throw new IllegalStateException("what is before " + evaluated + " has no results to replay");
    }
    toReplay.addAll(page);
  }

  /**
   * Replays one evaluation. When it does not give its stored result again, and the machine comes
   * from a checkpoint, another machine is made without it. Else the process is refused: its state
   * is not the one its results came from.
   *
   * @throws dev.holon.vm.VmFaultException when the node failed; the slot is still to be replayed
   */
  public void replay() {
    KnownEntry known = toReplay.element();
    ProcessMachine current = resident();
    boolean isSame = current.replay(known);
    toReplay.remove();
    sinceCheckpointCount++;
    if (isSame) {
      return;
    }
    if (current.restoredFrom().isPresent()) {
      suspect = current.restoredFrom().get();
      machine = null;
      toReplay.clear();
      return;
    }
    String message = "slot " + known.outcome().place() + " does not give its stored result again";
    refused(new Refusal(RefusalCode.NOT_EVALUABLE, message));
  }

  /**
   * Evaluates the next tick or slot.
   *
   * @throws dev.holon.vm.VmFaultException when the node failed; the tick or slot is still the next
   */
  public Evaluated evaluate() {
    isViewNext = true;
    ProcessMachine current = resident();
    Optional<Tick> tick = nextTick(current);
    Evaluated done = tick.isPresent() ? current.evaluate(tick.get()) : evaluateEntry(current);
    evaluated = done.result().place();
    unstoredCount++;
    sinceCheckpointCount++;
    return done;
  }

  private Evaluated evaluateEntry(ProcessMachine current) {
    EvaluableEntry entry = queue.element();
    Evaluated done = current.evaluate(entry);
    queue.remove();
    queueBytes -= entry.sizeBytes();
    return done;
  }

  /** The state after the newest evaluated slot, to be asked apart from the evaluation. */
  public StateView view() {
    isViewNext = false;
    return resident().view();
  }

  /** A result is durable. */
  public void stored(ResultPlace place) {
    stored = place;
    unstoredCount--;
  }

  /** Whether all that is evaluated is durable. */
  public boolean isAllStored() {
    return unstoredCount == 0;
  }

  /** Evaluations that the newest checkpoint of this machine does not hold, replayed ones too. */
  public int sinceCheckpointCount() {
    return sinceCheckpointCount;
  }

  /** The state now; empty when the engine cannot write it, or nothing has been evaluated since. */
  public Optional<Checkpoint> checkpoint(long nowMillis) {
    ProcessMachine current = machine;
    if (current == null || !current.canCheckpoint() || sinceCheckpointCount == 0) {
      return Optional.empty();
    }
    sinceCheckpointCount = 0;
    return Optional.of(current.checkpoint(nowMillis));
  }

  /**
   * When to look for the next tick, when nothing is left to do before it; empty without crons.
   *
   * @param blockPollMillis when to look for blocks again
   */
  public OptionalLong nextLook(long blockPollMillis) {
    ProcessMachine current = machine;
    if (current == null || hasEntries() || promise != null) {
      return OptionalLong.empty();
    }
    boolean isCurrent = current.place().equals(evaluated);
    return isCurrent ? current.nextLook(blockPollMillis) : OptionalLong.empty();
  }

  private boolean hasEntries() {
    return nextSlot() <= logHead;
  }

  private long nextSlot() {
    return evaluated.slot() + 1;
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
