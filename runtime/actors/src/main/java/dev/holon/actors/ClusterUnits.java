package dev.holon.actors;

import dev.holon.actors.SchedulerMeters.Source;
import dev.holon.cluster.RendezvousAllocation;
import dev.holon.cluster.Role;
import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.StoreException;
import dev.holon.core.compute.DryRunMessage;
import dev.holon.core.compute.DryRunReply;
import dev.holon.core.compute.FaultDelays;
import dev.holon.core.compute.ResultReply;
import dev.holon.core.compute.StateReply;
import dev.holon.core.compute.TicksReply;
import dev.holon.core.messenger.ChainRates;
import dev.holon.core.messenger.Deliveries;
import dev.holon.core.messenger.OutboundItems;
import dev.holon.core.scheduler.Admission;
import dev.holon.core.scheduler.ChainPosition;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.core.scheduler.TimeFloors;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.VerifiedItem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.sharding.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.apache.pekko.pattern.Patterns;
import org.jspecify.annotations.Nullable;

/**
 * Starts this node's part of the sharded entities and asks them. Each process has one scheduler,
 * one compute and one messenger in the cluster; the process id decides the shard of all three.
 */
public final class ClusterUnits implements ProcessUnits, Deliveries {
  private static final String SCHEDULER_TYPE = "scheduler";
  private static final Duration ASK_MAX = Duration.ofSeconds(10);
  private static final int EXCLUDE_MAX = 16;
  private static final int HINT_BYTES_MAX = 64 << 10;
  private static final Duration WAIT_GRACE = Duration.ofSeconds(1);
  private static final Duration RESULT_TURN = Duration.ofSeconds(8);

  /** In all longer than the cluster takes to give up a dead node; see holon-cluster.conf. */
  private static final Duration ATTEMPT_MAX = Duration.ofSeconds(4);

  private static final int ATTEMPTS_MAX = 5;

  private final NodePorts ports;
  private final Admission admission;
  private final BaseLayerTransactions transactions;
  private final SchedulerMeters meters;
  private final ClusterSharding sharding;
  private final ActorRef schedulers;
  private final ActorSystem<?> system;

  /** Starts the entities on a system whose node has joined, or is joining, its cluster. */
  public static ClusterUnits start(ActorSystem<?> system, NodePorts ports) {
    return new ClusterUnits(system, ports);
  }

  private ClusterUnits(ActorSystem<?> system, NodePorts ports) {
    this.ports = ports;
    this.admission = new Admission(ports.schedulerWallet());
    this.transactions =
        new BaseLayerTransactions(ports.schedules(), ports.baseLayer(), ports.storeCalls());
    this.meters = new SchedulerMeters(ports.meters());
    this.system = system;
    this.sharding = ClusterSharding.get(system);
    this.schedulers = startSchedulers();
    startComputes();
    startMessengers();
    startSweeper();
    List<String> types =
        List.of(SCHEDULER_TYPE, ProcessCompute.TYPE_KEY.name(), ProcessMessenger.TYPE_KEY.name());
    ShardCounts.start(system, types, ports.meters());
  }

  private ActorRef startSchedulers() {
    org.apache.pekko.actor.ActorSystem classic = Adapter.toClassic(system);
    SchedulerRules rules =
        new SchedulerRules(
            ports.schedulerWallet(),
            ports.schedules(),
            ports.crons().floors(),
            ports.storeCalls(),
            ports.clock(),
            ports.blockHeight(),
            this::tellCompute,
            ports.messaging().faults(),
            meters);
    ClusterShardingSettings settings =
        ClusterShardingSettings.create(classic).withRole(Role.SCHEDULER.text());
    org.apache.pekko.cluster.sharding.ClusterSharding regions =
        org.apache.pekko.cluster.sharding.ClusterSharding.get(classic);
    return regions.start(
        SCHEDULER_TYPE,
        ProcessScheduler.props(rules),
        settings,
        new ByProcess(system.settings().config().getInt("pekko.cluster.sharding.number-of-shards")),
        allocation(),
        ProcessScheduler.Stop.INSTANCE);
  }

  /** One for each type: what one process needs is together as far as roles allow it. */
  private RendezvousAllocation allocation() {
    return new RendezvousAllocation(
        Cluster.get(Adapter.toClassic(system)).selfAddress(),
        system.settings().config().getInt("holon.cluster.shards-moving-max"));
  }

  /** The same shard as typed sharding computes for the same id. */
  private static final class ByProcess extends ShardRegion.HashCodeMessageExtractor {
    ByProcess(int shardCount) {
      super(shardCount);
    }

    @Override
    public String entityId(Object message) {
      return ((ProcessScheduler.Command) message).process().toString();
    }
  }

  private void startComputes() {
    ComputeMeters computeMeters = new ComputeMeters(ports.meters());
    ComputeRules rules =
        new ComputeRules(
            ports.schedules(),
            ports.results(),
            ports.machines(),
            ports.baseLayer().transactions(),
            ports.crons(),
            new CheckpointKeeper(
                ports.checkpoints(), ports.checkpointSettings(), ports.storeCalls(), computeMeters),
            ports.storeCalls(),
            system.dispatchers().lookup(DispatcherSelector.fromConfig("holon.question-dispatcher")),
            system.settings().config().getDuration("holon.compute.idle-after"),
            ports.clock(),
            this::promise,
            ports.watch(),
            this::wakeMessenger,
            new FaultDelays(),
            this::wakeComputeLater,
            ports.messaging(),
            computeMeters);
    sharding.init(
        Entity.of(
                ProcessCompute.TYPE_KEY,
                context ->
                    ProcessCompute.create(
                        ProcessId.parse(context.getEntityId()), rules, context.getShard()))
            .withEntityProps(DispatcherSelector.fromConfig("holon.compute-dispatcher"))
            .withRole(Role.COMPUTE.text())
            .withAllocationStrategy(allocation())
            .withStopMessage(new ProcessCompute.Stop()));
  }

  private void startMessengers() {
    MessengerRules rules =
        new MessengerRules(
            ports.outbox(),
            ports.schedules(),
            new OutboundItems(ports.messengerWallet()),
            this,
            ports.messaging(),
            new ChainRates(ports.messaging().limits()),
            ports.storeCalls(),
            system.dispatchers().lookup(DispatcherSelector.fromConfig("holon.verify-dispatcher")),
            ports.clock(),
            new MessengerMeters(ports.meters()));
    sharding.init(
        Entity.of(
                ProcessMessenger.TYPE_KEY,
                context ->
                    ProcessMessenger.create(
                        ProcessId.parse(context.getEntityId()), rules, context.getShard()))
            .withRole(Role.MESSENGER.text())
            .withAllocationStrategy(allocation())
            .withStopMessage(new ProcessMessenger.Stop()));
  }

  private void startSweeper() {
    BacklogSweeper.Rules rules =
        new BacklogSweeper.Rules(
            ports.backlog(),
            ports.outbox(),
            ports.crons().store(),
            ports.storeCalls(),
            ports.clock(),
            this::wakeCompute,
            this::wakeMessenger,
            process -> compute(process).tell(new ProcessCompute.CronDue()));
    ClusterSingleton.get(system)
        .init(SingletonActor.of(BacklogSweeper.create(rules), "backlog-sweeper"));
  }

  @Override
  public CompletionStage<ScheduleReply> schedule(VerifiedItem item) {
    return meters.measured(Source.CLIENT, admit(item, null));
  }

  @Override
  public CompletionStage<ScheduleReply> schedule(VerifiedItem item, ChainPosition chain) {
    return meters.measured(Source.MESSENGER, admit(item, chain));
  }

  private CompletionStage<ScheduleReply> admit(
      VerifiedItem verified, @Nullable ChainPosition chain) {
    DataItem item = verified.item();
    return switch (admission.judge(item)) {
      case Admission.Verdict.IsRefused refused -> done(refused.refusal());
      case Admission.Verdict.IsMessage message ->
          ask(
              new ProcessScheduler.Schedule(
                  new ProcessId(item.target().orElseThrow()), verified, chain));
      case Admission.Verdict.IsSpawn spawn ->
          ports
              .storeCalls()
              .call(() -> ports.machines().check(item))
              .thenCompose(
                  refusal ->
                      refusal.isPresent()
                          ? done(refusal.get())
                          : ask(
                              new ProcessScheduler.Schedule(
                                  new ProcessId(item.id()), verified, chain)));
    };
  }

  @Override
  public CompletionStage<ScheduleReply> assign(
      ProcessId process, Id message, List<String> exclude) {
    return meters.measured(Source.CLIENT, admit(process, message, exclude, null));
  }

  @Override
  public CompletionStage<ScheduleReply> assign(
      ProcessId process, Id message, List<String> exclude, ChainPosition chain) {
    return meters.measured(Source.MESSENGER, admit(process, message, exclude, chain));
  }

  @Override
  public CompletionStage<ScheduleReply> assignTransaction(
      ProcessId process, Id transaction, List<String> exclude) {
    return meters.measured(Source.CLIENT, admitTransaction(process, transaction, exclude, null));
  }

  @Override
  public CompletionStage<ScheduleReply> assignTransaction(
      ProcessId process, Id transaction, List<String> exclude, ChainPosition chain) {
    return meters.measured(
        Source.MESSENGER, admitTransaction(process, transaction, exclude, chain));
  }

  private CompletionStage<ScheduleReply> admitTransaction(
      ProcessId process, Id transaction, List<String> exclude, @Nullable ChainPosition chain) {
    if (exclude.size() > EXCLUDE_MAX) {
      return done(tooManyExcluded(exclude));
    }
    return transactions
        .keep(process, transaction)
        .thenCompose(
            refusal ->
                refusal.isPresent()
                    ? done(refusal.get())
                    : ask(new ProcessScheduler.Assign(process, transaction, exclude, chain)));
  }

  private static Refusal tooManyExcluded(List<String> exclude) {
    String why = exclude.size() + " fields to exclude: at most " + EXCLUDE_MAX;
    return new Refusal(RefusalCode.BAD_ASSIGNMENT, why);
  }

  private CompletionStage<ScheduleReply> admit(
      ProcessId process, Id message, List<String> exclude, @Nullable ChainPosition chain) {
    if (exclude.size() > EXCLUDE_MAX) {
      return done(tooManyExcluded(exclude));
    }
    return ports
        .storeCalls()
        .call(() -> isStored(message))
        .thenCompose(
            isStored ->
                isStored
                    ? ask(new ProcessScheduler.Assign(process, message, exclude, chain))
                    : done(
                        new Refusal(
                            RefusalCode.UNKNOWN_MESSAGE,
                            "message " + message + " is not known here")));
  }

  private boolean isStored(Id message) {
    Optional<LogEntry> entry = ports.schedules().find(message);
    boolean isMessage = entry.isPresent() && entry.get().itemId().equals(message);
    return isMessage || ports.machines().record(message).isPresent();
  }

  // In turns: a compute whose node dies would leave its callers waiting to the end.
  @Override
  public CompletionStage<ResultReply> result(ProcessId process, long slot, Duration waitMax) {
    boolean isLast = waitMax.compareTo(RESULT_TURN) <= 0;
    Duration turn = isLast ? waitMax : RESULT_TURN;
    CompletionStage<ResultReply> reply =
        compute(process)
            .ask(
                replyTo -> new ProcessCompute.AwaitResult(slot, turn, replyTo),
                turn.plus(WAIT_GRACE));
    return whenLate(reply, () -> new ResultReply.InProgress(-1, slot, 0))
        .thenCompose(
            answer ->
                answer instanceof ResultReply.InProgress && !isLast
                    ? result(process, slot, waitMax.minus(turn))
                    : CompletableFuture.completedFuture(answer));
  }

  @Override
  public CompletionStage<TicksReply> ticks(ProcessId process, Duration waitMax) {
    CompletionStage<TicksReply> reply =
        compute(process)
            .ask(
                replyTo -> new ProcessCompute.AwaitTicks(waitMax, replyTo),
                waitMax.plus(WAIT_GRACE));
    return whenLate(reply, TicksReply.InProgress::new);
  }

  @Override
  public CompletionStage<DryRunReply> dryRun(
      ProcessId process, DryRunMessage message, long atSlot) {
    CompletionStage<DryRunReply> reply =
        compute(process)
            .ask(replyTo -> new StateQuestions.DryRun(message, atSlot, replyTo), ASK_MAX);
    return whenLate(reply, () -> new DryRunReply.Rejected(noAnswer(process)));
  }

  @Override
  public CompletionStage<StateReply> state(ProcessId process, long atSlot) {
    CompletionStage<StateReply> reply =
        compute(process).ask(replyTo -> new StateQuestions.ReadState(atSlot, replyTo), ASK_MAX);
    return whenLate(reply, () -> new StateReply.Rejected(noAnswer(process)));
  }

  private static Refusal noAnswer(ProcessId process) {
    String message = "no answer of " + process + " within " + ASK_MAX;
    return new Refusal(RefusalCode.TOO_BUSY_TO_EVALUATE, message);
  }

  private CompletionStage<TimeFloors.Promise> promise(ProcessId process) {
    return Patterns.ask(schedulers, new ProcessScheduler.PromiseNow(process), ASK_MAX)
        .thenApply(ProcessScheduler.PromiseReply.class::cast)
        .thenCompose(
            reply ->
                switch (reply) {
                  case ProcessScheduler.PromiseReply.Promised promised ->
                      CompletableFuture.completedFuture(promised.promise());
                  case ProcessScheduler.PromiseReply.NotPromised not ->
                      CompletableFuture.failedFuture(
                          new StoreException(not.cause(), new TimeoutException()));
                });
  }

  private CompletionStage<ScheduleReply> ask(ProcessScheduler.Command command) {
    StoreGate gate = ports.storeCalls().gate();
    return gate.isOpen()
        ? gate.orElse(ask(command, 1), () -> away(command.process()))
        : away(command.process());
  }

  // What is sent to a node that dies is lost, so it is sent again, until its shard is elsewhere.
  // Repeating is safe: an item keeps its first slot.
  private CompletionStage<ScheduleReply> ask(ProcessScheduler.Command command, int attempt) {
    CompletionStage<Optional<ScheduleReply>> reply =
        Patterns.ask(schedulers, command, ATTEMPT_MAX)
            .thenApply(ScheduleReply.class::cast)
            .thenApply(answer -> Optional.of(attempt == 1 ? answer : forRepeated(answer)));
    return whenLate(reply, Optional::empty)
        .thenCompose(
            answer -> {
              if (answer.isPresent()) {
                return CompletableFuture.completedFuture(answer.get());
              }
              return attempt < ATTEMPTS_MAX ? ask(command, attempt + 1) : done(late(command));
            });
  }

  /** The slot that a repeat finds is the one its first sending got. */
  private static ScheduleReply forRepeated(ScheduleReply reply) {
    return reply instanceof ScheduleReply.AlreadyScheduled already
        ? new ScheduleReply.Scheduled(already.entry())
        : reply;
  }

  private static Refusal late(ProcessScheduler.Command command) {
    String message =
        "no answer of the scheduler of "
            + command.process()
            + " within "
            + ATTEMPT_MAX.multipliedBy(ATTEMPTS_MAX);
    return new Refusal(RefusalCode.STORE_UNAVAILABLE, message);
  }

  private static CompletionStage<ScheduleReply> away(ProcessId process) {
    String message = "the database is away; a message for " + process + " may have its slot or not";
    return done(new Refusal(RefusalCode.STORE_UNAVAILABLE, message));
  }

  private static CompletionStage<ScheduleReply> done(Refusal refusal) {
    return CompletableFuture.completedFuture(new ScheduleReply.Rejected(refusal));
  }

  private static <T> CompletionStage<T> whenLate(CompletionStage<T> reply, Supplier<T> late) {
    Function<Throwable, T> onFault =
        fault -> {
          Throwable cause =
              fault instanceof CompletionException && fault.getCause() != null
                  ? fault.getCause()
                  : fault;
          if (cause instanceof TimeoutException) {
            return late.get();
          }
          throw new CompletionException(cause);
        };
    return reply.exceptionally(onFault);
  }

  // Small entries are handed over; large ones, and those whose message is elsewhere, are read when
  // it is their turn.
  private void tellCompute(LogEntry entry) {
    boolean isSmall = entry.message().map(item -> item.sizeBytes() <= HINT_BYTES_MAX).orElse(false);
    compute(entry.process())
        .tell(
            isSmall
                ? new ProcessCompute.Assigned(entry)
                : new ProcessCompute.Committed(entry.slot()));
  }

  private void wakeComputeLater(ProcessId process, Duration after) {
    system.scheduler().scheduleOnce(after, () -> wakeCompute(process), system.executionContext());
  }

  private EntityRef<ProcessCompute.Command> compute(ProcessId process) {
    return sharding.entityRefFor(ProcessCompute.TYPE_KEY, process.toString());
  }

  private void wakeCompute(ProcessId process) {
    compute(process).tell(new ProcessCompute.Wake());
  }

  private void wakeMessenger(ProcessId process) {
    sharding
        .entityRefFor(ProcessMessenger.TYPE_KEY, process.toString())
        .tell(new ProcessMessenger.Wake());
  }
}
