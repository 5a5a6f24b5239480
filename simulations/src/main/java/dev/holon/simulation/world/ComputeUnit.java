package dev.holon.simulation.world;

import dev.holon.core.compute.Checkpoint;
import dev.holon.core.compute.EvaluableEntry;
import dev.holon.core.compute.Evaluated;
import dev.holon.core.compute.KnownEntry;
import dev.holon.core.compute.Outcome;
import dev.holon.core.compute.ProcessEvaluation;
import dev.holon.core.compute.ProcessEvaluation.Next;
import dev.holon.core.compute.ProcessMachine;
import dev.holon.core.compute.ResultPlace;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.ProcessId;
import dev.holon.testkit.InMemoryStores;
import dev.holon.vm.VmBootException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Evaluates one process's log on one node, as the actor {@code ProcessCompute} does. */
final class ComputeUnit {
  private static final int PAGE_COUNT = 4;
  private static final long PAGE_BYTES = 1 << 20;
  private static final int KEPT_CHECKPOINTS = 2;
  private static final long BLOCK_POLL_MILLIS = 30_000;
  private static final long PROMISE_MAX_MILLIS = 5_000;

  private final World world;
  private final SimulatedNode node;
  private final ProcessId process;
  private final InMemoryStores stores;
  private final SimulatedDatabase.Line line;
  private final List<Runnable> early = new ArrayList<>();
  private @Nullable ProcessEvaluation evaluation;
  private @Nullable Checkpoint unwritten;
  private boolean isBusy;
  private boolean hasEnded;

  ComputeUnit(World world, SimulatedNode node, ProcessId process) {
    this.world = world;
    this.node = node;
    this.process = process;
    this.stores = world.database().stores();
    this.line = world.database().line(node);
    read(
        () -> {
          ResultPlace stored =
              stores.results().newest(process).map(StoredResult::place).orElse(ResultPlace.NONE);
          return new ProcessEvaluation(head(), stored);
        },
        made -> {
          evaluation = made;
          early.forEach(Runnable::run);
          early.clear();
        });
  }

  void committed(LogEntry entry) {
    told(() -> evaluation().committed(entry));
  }

  void wake() {
    told(() -> evaluation().doubtHead());
  }

  void ticksDue() {
    told(
        () -> {
          evaluation().doubtHead();
          evaluation().tickDue();
        });
  }

  private void told(Runnable what) {
    if (hasEnded) {
      return;
    }
    if (evaluation == null) {
      early.add(() -> told(what));
      return;
    }
    what.run();
    goOn();
  }

  /** Ends it; whoever sweeps for backlogs makes another. */
  void end() {
    hasEnded = true;
    node.drop(this);
  }

  private ProcessEvaluation evaluation() {
    ProcessEvaluation made = evaluation;
    if (made == null) {
      throw new IllegalStateException("not ready");
    }
    return made;
  }

  private long head() {
    return stores.schedule().latest(process).map(LogEntry::slot).orElse(-1L);
  }

  private <T> void read(Supplier<T> call, Consumer<T> onValue) {
    isBusy = true;
    world
        .database()
        .call(
            node,
            call,
            (value, fault) -> {
              isBusy = false;
              if (hasEnded) {
                return;
              }
              if (fault == null) {
                onValue.accept(value);
                goOn();
              } else {
                end();
              }
            });
  }

  private void goOn() {
    if (isBusy || hasEnded) {
      return;
    }
    switch (evaluation().next(false)) {
      case Next.ReadHead head -> read(this::head, evaluation()::headRead);
      case Next.Boot boot ->
          read(() -> boot(boot.notAfter(), boot.suspect()), evaluation()::booted);
      case Next.ReadKnown known ->
          read(() -> known(known.place(), known.last()), evaluation()::knownRead);
      case Next.ReadPage page -> read(() -> page(page.fromSlot()), evaluation()::pageRead);
      case Next.AskPromise ask -> askPromise();
      case Next.Replay replay -> turn();
      case Next.Evaluate evaluate -> turn();
      case Next.View view -> throw new IllegalStateException("nobody asked for the state");
      case Next.Rest rest -> rest();
    }
  }

  private void turn() {
    isBusy = true;
    world
        .time()
        .after(
            world.chance().between(0, 2),
            node.ifAlive(
                () -> {
                  isBusy = false;
                  if (!hasEnded) {
                    step();
                  }
                }));
  }

  private void step() {
    if (world.chance().oneIn(60)) {
      world.trace().add(() -> "%s: the machine of %s fails".formatted(node, process));
      end();
      return;
    }
    switch (evaluation().next(false)) {
      case Next.Replay replay -> {
        evaluation().replay();
        evaluation()
            .refusal()
            .ifPresent(why -> world.violated(process + " is refused: " + why.text()));
      }
      case Next.Evaluate evaluate -> evaluate();
      default -> {}
    }
    goOn();
  }

  private void evaluate() {
    Evaluated evaluated = world.rules().toStore(evaluation().evaluate());
    StoredResult result = evaluated.result();
    line.write(
        () -> {
          world.checkSameResult(result);
          stores.results().append(result, evaluated.outbox()).toCompletableFuture().join();
          return result.place();
        },
        (place, fault) -> stored(place, fault, !evaluated.outbox().isEmpty()));
    if (world.chance().oneIn(3)) {
      evaluation().checkpoint(node.clock().millis()).ifPresent(taken -> unwritten = taken);
    }
  }

  private void stored(ResultPlace place, @Nullable Throwable fault, boolean hasOutbox) {
    if (hasEnded) {
      return;
    }
    if (fault != null) {
      world
          .trace()
          .add(() -> "%s: a result of %s is not stored: %s".formatted(node, process, fault));
      end();
      return;
    }
    world.trace().add(() -> "%s: %s of %s is evaluated".formatted(node, place, process));
    evaluation().stored(place);
    if (hasOutbox && !world.chance().oneIn(10)) {
      world.wakeMessenger(node, process);
    }
    writeCheckpoint();
    goOn();
  }

  /** Not before the results in it are durable; one in some is damaged on its way. */
  private void writeCheckpoint() {
    Checkpoint taken = unwritten;
    if (taken == null || evaluation().stored().isBefore(taken.place())) {
      return;
    }
    unwritten = null;
    Checkpoint written = world.chance().oneIn(8) ? damaged(taken) : taken;
    world
        .database()
        .call(
            node,
            () -> {
              stores.checkpoints().put(written, KEPT_CHECKPOINTS);
              return true;
            },
            (done, fault) -> {});
  }

  private static Checkpoint damaged(Checkpoint checkpoint) {
    byte[] bytes = checkpoint.bytes().toArray();
    bytes[bytes.length - 1] ^= 1;
    return new Checkpoint(
        checkpoint.process(),
        checkpoint.place(),
        checkpoint.format(),
        Bytes.of(bytes),
        checkpoint.sha256(),
        checkpoint.resultHash(),
        checkpoint.createdMillis());
  }

  private List<EvaluableEntry> page(long fromSlot) {
    return stores.schedule().entries(process, fromSlot, PAGE_COUNT, PAGE_BYTES).stream()
        .map(entry -> new EvaluableEntry(entry, entry.message().orElseThrow()))
        .toList();
  }

  private List<KnownEntry> known(ResultPlace place, ResultPlace last) {
    List<KnownEntry> known = new ArrayList<>();
    for (Outcome outcome : stores.results().outcomesAfter(process, place, PAGE_COUNT)) {
      if (!last.isBefore(outcome.place())) {
        known.add(
            new KnownEntry(
                outcome.place().isTick() ? null : page(outcome.place().slot()).getFirst(),
                outcome));
      }
    }
    return known;
  }

  private ProcessMachine boot(ResultPlace notAfter, @Nullable ResultPlace suspect) {
    if (suspect != null) {
      stores.checkpoints().discard(process, suspect);
    }
    EvaluableEntry spawn = page(0).getFirst();
    Optional<Checkpoint> newest = stores.checkpoints().newest(process, notAfter);
    while (newest.isPresent()) {
      try {
        return world.machines().restore(spawn, newest.get());
      } catch (VmBootException e) {
        world
            .trace()
            .add(() -> "%s: a checkpoint of %s is no good: %s".formatted(node, process, e));
        stores.checkpoints().discard(process, newest.get().place());
        newest = stores.checkpoints().newest(process, notAfter);
      }
    }
    return world.machines().boot(spawn);
  }

  private void askPromise() {
    isBusy = true;
    boolean[] isAnswered = {false};
    world.promise(
        node,
        process,
        promise -> {
          if (!isAnswered[0] && !hasEnded) {
            isAnswered[0] = true;
            isBusy = false;
            evaluation().promised(promise);
            goOn();
          }
        });
    world
        .time()
        .after(
            PROMISE_MAX_MILLIS,
            node.ifAlive(
                () -> {
                  if (!isAnswered[0] && !hasEnded) {
                    isAnswered[0] = true;
                    isBusy = false;
                    evaluation().notPromised();
                    goOn();
                  }
                }));
  }

  private void rest() {
    if (evaluation().hasTicksToDo()) {
      return;
    }
    evaluation()
        .nextLook(node.clock().millis() + BLOCK_POLL_MILLIS)
        .ifPresent(
            millis ->
                world
                    .database()
                    .call(
                        node,
                        () -> {
                          stores.crons().lookAt(process, millis);
                          return true;
                        },
                        (done, fault) -> {}));
  }
}
