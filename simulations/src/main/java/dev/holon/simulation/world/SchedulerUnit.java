package dev.holon.simulation.world;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.scheduler.ChainPosition;
import dev.holon.core.scheduler.Intake;
import dev.holon.core.scheduler.Intake.Request;
import dev.holon.core.scheduler.Intake.Step;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleHistory;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.core.scheduler.Sequencer;
import dev.holon.core.scheduler.TimeFloors;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Orders one process's messages on one node, as the actor {@code ProcessScheduler} does. */
final class SchedulerUnit {
  private static final int WAITING_MAX = 1_000;

  private final World world;
  private final SimulatedNode node;
  private final ProcessId process;
  private final SimulatedDatabase.Line line;
  private final List<Runnable> early = new ArrayList<>();
  private @Nullable Intake<Consumer<ScheduleReply>> intake;
  private @Nullable Sequencer sequencer;
  private boolean hasEnded;

  SchedulerUnit(World world, SimulatedNode node, ProcessId process) {
    this.world = world;
    this.node = node;
    this.process = process;
    this.line = world.database().line(node);
    world
        .database()
        .call(
            node,
            () ->
                ScheduleHistory.read(
                    world.database().stores().schedule(),
                    world.database().stores().crons(),
                    process),
            this::onHistory);
  }

  private void onHistory(ScheduleHistory history, @Nullable Throwable fault) {
    if (hasEnded) {
      return;
    }
    if (fault == null) {
      Sequencer made =
          world
              .rules()
              .sequencer(
                  process,
                  world.wallets().scheduler(),
                  history.latest().map(LogEntry::toHead).orElse(null));
      made.raiseFloor(history.floorMillis());
      sequencer = made;
      intake = new Intake<>(process, history, WAITING_MAX);
    } else {
      end();
    }
    early.forEach(Runnable::run);
    early.clear();
  }

  /** Ends it: who waits is not answered, as on a node that ends. */
  void end() {
    hasEnded = true;
    node.drop(this);
  }

  void schedule(DataItem item, @Nullable ChainPosition chain, Consumer<ScheduleReply> onReply) {
    whenReady(ready -> take(ready.schedule(item, chain, onReply)), onReply);
  }

  private void whenReady(
      Consumer<Intake<Consumer<ScheduleReply>>> action, Consumer<ScheduleReply> onReply) {
    Intake<Consumer<ScheduleReply>> ready = intake;
    if (hasEnded) {
      onReply.accept(unavailable());
    } else if (ready == null) {
      early.add(() -> whenReady(action, onReply));
    } else {
      action.accept(ready);
    }
  }

  /** Promises that no entry comes at or before now; the consumer is told only if it is durable. */
  void promise(Consumer<TimeFloors.Promise> onPromise) {
    whenReady(
        ready -> {
          long now = node.clock().millis();
          sequencer().raiseFloor(now);
          line.write(
              () -> world.database().stores().crons().raise(process, now),
              (promise, fault) -> {
                if (fault == null) {
                  onPromise.accept(promise);
                } else {
                  fail();
                }
              });
        },
        reply -> {});
  }

  private Sequencer sequencer() {
    Sequencer made = sequencer;
    if (made == null) {
      throw new IllegalStateException("not ready");
    }
    return made;
  }

  private Intake<Consumer<ScheduleReply>> intake() {
    Intake<Consumer<ScheduleReply>> made = intake;
    if (made == null) {
      throw new IllegalStateException("not ready");
    }
    return made;
  }

  private void take(Step<Consumer<ScheduleReply>> step) {
    switch (step) {
      case Step.Append<Consumer<ScheduleReply>> append -> append(append.requests());
      case Step.LookUp<Consumer<ScheduleReply>> lookUp ->
          world
              .database()
              .call(node, () -> find(lookUp), (found, fault) -> looked(lookUp, found, fault));
      case Step.Known<Consumer<ScheduleReply>> known ->
          answer(known.requests(), new ScheduleReply.AlreadyScheduled(known.entry()));
      case Step.Joined<Consumer<ScheduleReply>> joined -> {}
      case Step.Busy<Consumer<ScheduleReply>> busy -> busy.request().waiter().accept(unavailable());
    }
  }

  private Optional<LogEntry> find(Step.LookUp<Consumer<ScheduleReply>> lookUp) {
    Optional<LogEntry> found =
        world.database().stores().schedule().findMessage(process, lookUp.itemId());
    Id contentKey = lookUp.contentKey();
    return contentKey == null
        ? found
        : found.or(() -> world.database().stores().schedule().findContent(process, contentKey));
  }

  private void looked(
      Step.LookUp<Consumer<ScheduleReply>> lookUp,
      Optional<LogEntry> found,
      @Nullable Throwable fault) {
    if (hasEnded) {
      return;
    }
    if (fault == null) {
      take(intake().looked(lookUp.itemId(), found));
    } else {
      answer(intake().lookFailed(lookUp.itemId()), unavailable());
    }
  }

  private void append(List<Request<Consumer<ScheduleReply>>> requests) {
    Request<Consumer<ScheduleReply>> request = requests.getFirst();
    DataItem item = request.item();
    if (item == null || (sequencer().head().isEmpty() && !intake().isSpawn(request.itemId()))) {
      answer(requests, rejected(RefusalCode.UNKNOWN_PROCESS));
      return;
    }
    long now = node.clock().millis();
    LogEntry entry = sequencer().append(item, request.pushed(), now, world.blockHeight());
    intake().appended(requests);
    line.write(
        () -> {
          world.checkNoGap(entry);
          world.database().stores().schedule().append(entry);
          return entry;
        },
        this::onWritten);
  }

  private void onWritten(LogEntry entry, @Nullable Throwable fault) {
    if (hasEnded) {
      return;
    }
    if (fault != null) {
      world.trace().add(() -> "%s: a write of %s is refused: %s".formatted(node, process, fault));
      fail();
      return;
    }
    world
        .trace()
        .add(
            () -> "%s: slot %d of %s is %s".formatted(node, entry.slot(), process, entry.itemId()));
    if (!world.chance().oneIn(10)) {
      world.hintCommitted(node, entry);
    }
    List<Request<Consumer<ScheduleReply>>> waiting = intake().committed(entry);
    if (!waiting.isEmpty()) {
      waiting.getFirst().waiter().accept(new ScheduleReply.Scheduled(entry));
      answer(waiting.subList(1, waiting.size()), new ScheduleReply.AlreadyScheduled(entry));
    }
  }

  /** The log is not what this takes it for: the next one starts from what is there. */
  private void fail() {
    if (!hasEnded) {
      end();
      answer(intake().drain(), unavailable());
    }
  }

  private static void answer(List<Request<Consumer<ScheduleReply>>> requests, ScheduleReply reply) {
    requests.forEach(request -> request.waiter().accept(reply));
  }

  private static ScheduleReply unavailable() {
    return rejected(RefusalCode.STORE_UNAVAILABLE);
  }

  private static ScheduleReply rejected(RefusalCode code) {
    return new ScheduleReply.Rejected(new Refusal(code, "in a simulated world"));
  }
}
