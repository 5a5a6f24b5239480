package dev.holon.gateway;

import dev.holon.actors.ProcessUnits;
import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.compute.DryRunMessage;
import dev.holon.core.compute.DryRunReply;
import dev.holon.core.compute.ProcessState;
import dev.holon.core.compute.ResultReply;
import dev.holon.core.compute.StateReply;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.compute.TicksReply;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.protocol.Assignment;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.HashChain;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.Value;
import dev.holon.protocol.VerifiedItem;
import dev.holon.protocol.Wallet;
import dev.holon.testkit.InMemoryResultStore;
import dev.holon.testkit.InMemoryScheduleStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Units that order as the real ones do and evaluate every message to its own data. A message whose
 * data is {@code boom} fails, one whose data is {@code slow} never ends.
 */
final class MemoryUnits implements ProcessUnits {
  static final long FIRST_TIMESTAMP = 1_700_000_000_000L;
  static final long STEP_MILLIS = 1_000;
  static final long HEIGHT = 1_500_030;

  private final Wallet scheduler;
  private final InMemoryScheduleStore schedule;
  private final InMemoryResultStore results;

  /** Transactions of the base layer that can be assigned. */
  final Set<Id> settled = ConcurrentHashMap.newKeySet();

  /** How long callers would have waited for results. */
  final List<Duration> waits = new CopyOnWriteArrayList<>();

  volatile @Nullable RuntimeException failure;
  volatile @Nullable RefusalCode refusal;

  /**
   * Completes the results that are waited for; completed from the start unless a test replaces it.
   */
  volatile CompletableFuture<Void> evaluation = CompletableFuture.completedFuture(null);

  MemoryUnits(Wallet scheduler, InMemoryScheduleStore schedule, InMemoryResultStore results) {
    this.scheduler = scheduler;
    this.schedule = schedule;
    this.results = results;
  }

  @Override
  public synchronized CompletionStage<ScheduleReply> schedule(VerifiedItem verified) {
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    if (refusal != null) {
      return rejected(refusal, "as the test asked");
    }
    DataItem item = verified.item();
    String type = item.tag("Type").orElse("");
    if (!type.equals("Process") && !type.equals("Message")) {
      return rejected(RefusalCode.UNSUPPORTED_TYPE, "Type tag not present");
    }
    if (item.tag("Data-Protocol").isEmpty()) {
      return rejected(RefusalCode.DATA_PROTOCOL_MISSING, "Data-Protocol tag not present");
    }
    ProcessId process =
        type.equals("Process")
            ? new ProcessId(item.id())
            : new ProcessId(item.target().orElseThrow());
    Optional<LogEntry> known = schedule.findMessage(process, item.id());
    if (known.isPresent()) {
      return CompletableFuture.completedFuture(new ScheduleReply.AlreadyScheduled(known.get()));
    }
    if (type.equals("Message") && schedule.latest(process).isEmpty()) {
      return rejected(RefusalCode.UNKNOWN_PROCESS, "no process " + process);
    }
    return scheduled(process, item.id(), item, List.of());
  }

  @Override
  public synchronized CompletionStage<ScheduleReply> assign(
      ProcessId process, Id message, List<String> exclude) {
    if (schedule.latest(process).isEmpty()) {
      return rejected(RefusalCode.UNKNOWN_PROCESS, "no process " + process);
    }
    if (schedule.find(message).isEmpty()) {
      return rejected(RefusalCode.UNKNOWN_MESSAGE, "no message " + message);
    }
    return scheduled(process, message, null, exclude);
  }

  @Override
  public CompletionStage<ScheduleReply> assignTransaction(
      ProcessId process, Id transaction, List<String> exclude) {
    return settled.contains(transaction)
        ? scheduled(process, transaction, null, exclude)
        : rejected(RefusalCode.NO_BASE_LAYER, "no gateway is configured");
  }

  @Override
  public CompletionStage<ResultReply> result(ProcessId process, long slot, Duration waitMax) {
    waits.add(waitMax);
    return evaluation.thenApply(
        done ->
            results
                .result(process, slot)
                .<ResultReply>map(ResultReply.Ready::new)
                .orElseGet(() -> new ResultReply.InProgress(slot - 1, slot, 2.5)));
  }

  @Override
  public CompletionStage<TicksReply> ticks(ProcessId process, Duration waitMax) {
    TicksReply reply =
        schedule.latest(process).isEmpty()
            ? new TicksReply.Rejected(
                new Refusal(RefusalCode.UNKNOWN_PROCESS, "no process " + process))
            : new TicksReply.CaughtUp();
    return CompletableFuture.completedFuture(reply);
  }

  @Override
  public CompletionStage<DryRunReply> dryRun(
      ProcessId process, DryRunMessage message, long atSlot) {
    if (schedule.latest(process).isEmpty()) {
      return CompletableFuture.completedFuture(
          new DryRunReply.Rejected(
              new Refusal(RefusalCode.UNKNOWN_PROCESS, "no process " + process)));
    }
    Optional<Refusal> refused = stateRefusal(process, atSlot);
    if (refused.isPresent()) {
      return CompletableFuture.completedFuture(new DryRunReply.Rejected(refused.get()));
    }
    Value output = message.data() == null ? Result.NO_OUTPUT : new Value.Text(message.data());
    return CompletableFuture.completedFuture(
        new DryRunReply.Evaluated(new Result(List.of(), List.of(), List.of(), output, 7, null)));
  }

  @Override
  public CompletionStage<StateReply> state(ProcessId process, long atSlot) {
    Optional<Refusal> refused = stateRefusal(process, atSlot);
    if (refused.isPresent()) {
      return CompletableFuture.completedFuture(new StateReply.Rejected(refused.get()));
    }
    StoredResult newest = results.newest(process).orElseThrow();
    return CompletableFuture.completedFuture(
        new StateReply.Given(
            new ProcessState(
                Bytes.ofUtf8("state of " + newest.slot()),
                newest.slot(),
                newest.timestampMillis(),
                HEIGHT)));
  }

  private Optional<Refusal> stateRefusal(ProcessId process, long atSlot) {
    if (refusal != null) {
      return Optional.of(new Refusal(refusal, "as the test asked"));
    }
    long newest = results.newest(process).orElseThrow().slot();
    return atSlot == NEWEST_SLOT || atSlot == newest
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                RefusalCode.STATE_NOT_KEPT,
                "message at nonce "
                    + atSlot
                    + " not found cached, and earlier than latest known nonce "
                    + newest));
  }

  private CompletionStage<ScheduleReply> scheduled(
      ProcessId process, Id itemId, @Nullable DataItem item, List<String> exclude) {
    Optional<LogEntry> head = schedule.latest(process);
    long slot = head.map(entry -> entry.slot() + 1).orElse(0L);
    Id chain =
        head.map(entry -> HashChain.next(entry.assignmentId(), entry.hashChain()))
            .orElseGet(() -> HashChain.first(process));
    long timestamp = FIRST_TIMESTAMP + slot * STEP_MILLIS;
    byte[] anchor = new byte[32];
    anchor[0] = (byte) 0xff;
    DataItem assignment =
        new Assignment(process, slot, chain, HEIGHT, timestamp, slot == 0 ? null : itemId, exclude)
            .sign(scheduler, anchor);
    LogEntry entry =
        new LogEntry(process, slot, timestamp, HEIGHT, chain, itemId, assignment, item);
    schedule.append(entry);
    if (item != null) {
      evaluate(entry, item);
    }
    return CompletableFuture.completedFuture(new ScheduleReply.Scheduled(entry));
  }

  private void evaluate(LogEntry entry, DataItem item) {
    byte[] bytes = new byte[item.data().remaining()];
    item.data().duplicate().get(bytes);
    Bytes data = Bytes.of(bytes);
    if (data.toUtf8().equals("slow")) {
      return;
    }
    Result result =
        data.toUtf8().equals("boom")
            ? Result.failed(Value.Text.of("boom"), 3)
            : new Result(List.of(), List.of(), List.of(), new Value.Text(data), 5, null);
    results.append(
        new StoredResult(
            entry.process(), entry.slot(), entry.timestampMillis(), result, entry.hashChain()),
        List.of());
  }

  private static CompletionStage<ScheduleReply> rejected(RefusalCode code, String message) {
    return CompletableFuture.completedFuture(
        new ScheduleReply.Rejected(new Refusal(code, message)));
  }
}
