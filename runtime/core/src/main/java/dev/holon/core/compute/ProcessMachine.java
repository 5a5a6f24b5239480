package dev.holon.core.compute;

import dev.holon.core.cron.Boundary;
import dev.holon.core.cron.CronSchedule;
import dev.holon.core.cron.Tick;
import dev.holon.core.messenger.Cause;
import dev.holon.core.messenger.Outbox;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.ResultCodec;
import dev.holon.vm.EvalMessage;
import dev.holon.vm.ProcessEnvironment;
import dev.holon.vm.Vm;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmFaultException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One process's resident state: the fold of its log, slot after slot, and of the cron ticks between
 * them. The same log gives the same results on any node. Used by one thread at a time.
 */
public final class ProcessMachine {
  private final ProcessEnvironment environment;
  private final CronSchedule crons;
  private final String format;
  private final Vm vm;
  private final @Nullable ResultPlace restoredFrom;
  private @Nullable MachineState state;
  private @Nullable StateView view;

  private ProcessMachine(
      EvaluableEntry spawn,
      CronSchedule crons,
      String format,
      Vm vm,
      @Nullable MachineState restored) {
    this.environment = environmentOf(spawn);
    this.crons = crons;
    this.format = format;
    this.vm = vm;
    this.state = restored;
    this.restoredFrom = restored == null ? null : restored.place();
  }

  private static ProcessEnvironment environmentOf(EvaluableEntry spawn) {
    DataItem item = spawn.entry().message().orElseThrow();
    return new ProcessEnvironment(spawn.entry().process(), item.signerAddress(), item.tags());
  }

  /**
   * A machine before slot 0.
   *
   * @param spawn the process's slot 0
   * @throws VmBootException when the module does not load
   */
  public static ProcessMachine boot(ProcessCode code, EvaluableEntry spawn, CronSchedule crons)
      throws VmBootException {
    Vm vm = code.engine().boot(code.module(), environmentOf(spawn), code.limits());
    return new ProcessMachine(spawn, crons, code.format(), vm, null);
  }

  /**
   * A machine in the state that {@link #checkpoint} wrote.
   *
   * @throws VmBootException when the checkpoint is damaged, or of another engine or module
   */
  public static ProcessMachine restore(
      ProcessCode code, EvaluableEntry spawn, CronSchedule crons, Checkpoint checkpoint)
      throws VmBootException {
    if (!checkpoint.isIntact()) {
      throw new VmBootException("its SHA-256 is not the one it was stored with");
    }
    if (!checkpoint.format().equals(code.format())) {
      throw new VmBootException("format " + checkpoint.format() + " is not " + code.format());
    }
    CheckpointCodec.Parts parts;
    try {
      parts = CheckpointCodec.decode(checkpoint.bytes().toArray());
    } catch (IllegalArgumentException e) {
      throw new VmBootException(String.valueOf(e.getMessage()), e);
    }
    MachineState state = parts.state();
    if (!state.place().equals(checkpoint.place())
        || !state.resultHash().equals(checkpoint.resultHash())) {
      throw new VmBootException("holds the state at " + state.place() + " of another history");
    }
    Vm vm =
        code.engine().restore(code.module(), environmentOf(spawn), code.limits(), parts.machine());
    return new ProcessMachine(spawn, crons, code.format(), vm, state);
  }

  /** The newest evaluation; {@link ResultPlace#NONE} before slot 0. */
  public ResultPlace place() {
    MachineState current = state;
    return current == null ? ResultPlace.NONE : current.place();
  }

  /** The checkpoint that this machine goes on from. */
  public Optional<ResultPlace> restoredFrom() {
    return Optional.ofNullable(restoredFrom);
  }

  /** Whether the machine can go on; if not, boot another and replay the log into it. */
  public boolean isUsable() {
    return vm.isUsable();
  }

  public boolean canCheckpoint() {
    return vm.canCheckpoint() && vm.isUsable() && state != null;
  }

  /**
   * The state after the newest evaluation.
   *
   * @throws UnsupportedOperationException when {@link #canCheckpoint} is false
   */
  public Checkpoint checkpoint(long nowMillis) {
    MachineState current = evaluated();
    byte[] bytes = CheckpointCodec.encode(current, vm.checkpoint());
    return Checkpoint.of(environment.id(), current, format, bytes, nowMillis);
  }

  public boolean hasCrons() {
    return !crons.isEmpty();
  }

  /** Up to here {@link #nextTick} may be asked. */
  public long ticksCertainUntilMillis() {
    return crons.certainUntilMillis();
  }

  /** The next tick after the newest evaluation that is earlier than this; none before slot 0. */
  public Optional<Tick> nextTick(long beforeMillis) {
    MachineState current = state;
    return current == null || crons.isEmpty()
        ? Optional.empty()
        : crons.next(current.left(), current.lastTick(), beforeMillis);
  }

  /** When to look for the next tick; see {@link CronSchedule#nextLook}. */
  public OptionalLong nextLook(long blockPollMillis) {
    MachineState current = state;
    return current == null || crons.isEmpty()
        ? OptionalLong.empty()
        : crons.nextLook(current.left(), current.lastTick(), blockPollMillis);
  }

  /**
   * Evaluates the next slot. A failed evaluation is a result as well, and leaves the state as it
   * was.
   *
   * @throws VmFaultException when the node failed: the slot has no result and is still the next
   */
  public Evaluated evaluate(EvaluableEntry evaluable) {
    LogEntry entry = expectNext(evaluable.entry());
    view = null;
    Result result = vm.evaluate(EvalMessages.scheduled(evaluable)).toResult();
    StoredResult stored =
        new StoredResult(process(), entry.slot(), entry.timestampMillis(), result, chained(result));
    List<OutboxEntry> outbox = outboxOf(evaluable, result);
    state = after(entry, outbox.size(), stored.resultHash());
    return new Evaluated(stored, outbox);
  }

  /** Evaluates a tick that {@link #nextTick} gave. */
  public Evaluated evaluate(Tick tick) {
    MachineState before = evaluated();
    view = null;
    Result result = vm.evaluate(messageOf(tick)).toResult();
    StoredResult stored =
        new StoredResult(
            process(),
            before.place().nextStep(),
            crons.nameOf(tick),
            tick.timestampMillis(),
            result,
            chained(result));
    List<OutboxEntry> outbox = outboxOf(before, result);
    state = after(before, tick, outbox.size(), stored.resultHash());
    return new Evaluated(stored, outbox);
  }

  /**
   * Brings the state past what has a result: evaluates it again, or passes over it when it failed,
   * because then it changed nothing.
   *
   * @throws VmFaultException when the node failed
   * @return whether this evaluation gave the stored result again; if not, the state is not the one
   *     that the results came from
   */
  public boolean replay(KnownEntry known) {
    EvaluableEntry evaluable = known.entry();
    return evaluable == null ? replayTick(known.outcome()) : replaySlot(evaluable, known.outcome());
  }

  private boolean replaySlot(EvaluableEntry evaluable, Outcome known) {
    LogEntry entry = expectNext(evaluable.entry());
    view = null;
    Result again =
        known.isError() ? FAILED : vm.evaluate(EvalMessages.scheduled(evaluable)).toResult();
    boolean isSame = known.isError() || chained(again).equals(known.resultHash());
    state = after(entry, outboxOf(evaluable, again).size(), known.resultHash());
    return isSame;
  }

  private boolean replayTick(Outcome known) {
    MachineState before = evaluated();
    Optional<Tick> next = nextTick(known.timestampMillis() + 1);
    if (next.isEmpty() || !isNamed(next.get(), known)) {
      return false;
    }
    Tick tick = next.get();
    view = null;
    Result again = known.isError() ? FAILED : vm.evaluate(messageOf(tick)).toResult();
    boolean isSame = known.isError() || chained(again).equals(known.resultHash());
    state = after(before, tick, outboxOf(before, again).size(), known.resultHash());
    return isSame;
  }

  // What a failed evaluation leaves behind is nothing, whatever its error was.
  private static final Result FAILED = Result.failed(Result.NO_OUTPUT, 0);

  private boolean isNamed(Tick tick, Outcome known) {
    return tick.timestampMillis() == known.timestampMillis()
        && crons.nameOf(tick).equals(known.cron())
        && known.place().equals(place().nextStep());
  }

  /**
   * The state as it is now, on a machine of its own. The same one until the next slot.
   *
   * @throws IllegalStateException before slot 0 has been evaluated
   * @throws VmFaultException when the node failed
   */
  public StateView view() {
    StateView current = view;
    if (current == null) {
      current = new StateView(vm.fork(), process(), evaluated());
      view = current;
    }
    return current;
  }

  private EvalMessage messageOf(Tick tick) {
    return EvalMessages.cron(environment, tick, crons.cronOf(tick).tags());
  }

  private ProcessId process() {
    return environment.id();
  }

  private Id chained(Result result) {
    MachineState before = state;
    Id hash = before == null ? null : before.resultHash();
    return ResultCodec.chain(hash, ResultCodec.encode(result));
  }

  private static List<OutboxEntry> outboxOf(EvaluableEntry evaluable, Result result) {
    LogEntry entry = evaluable.entry();
    Cause cause = Cause.of(entry);
    return Outbox.entriesOf(entry.process(), entry.slot(), cause, result);
  }

  private List<OutboxEntry> outboxOf(MachineState before, Result result) {
    OutboxKey first = new OutboxKey(process(), before.place().slot(), before.outboxCount());
    return Outbox.entriesOfTick(first, result);
  }

  private static MachineState after(LogEntry entry, int outboxCount, Id resultHash) {
    Boundary left = new Boundary(entry.timestampMillis(), entry.blockHeight());
    return new MachineState(ResultPlace.ofSlot(entry.slot()), left, null, outboxCount, resultHash);
  }

  private static MachineState after(MachineState before, Tick tick, int outboxed, Id resultHash) {
    return new MachineState(
        before.place().nextStep(),
        before.left(),
        tick,
        before.outboxCount() + outboxed,
        resultHash);
  }

  private MachineState evaluated() {
    MachineState current = state;
    if (current == null) {
      throw new IllegalStateException("process " + process() + " has no evaluated slot");
    }
    return current;
  }

  private LogEntry expectNext(LogEntry entry) {
    long expected = place().slot() + 1;
    if (entry.slot() != expected || !entry.process().equals(process())) {
      throw new IllegalStateException(
          "process "
              + process()
              + " expects slot "
              + expected
              + ", got "
              + entry.slot()
              + " of "
              + entry.process());
    }
    return entry;
  }
}
