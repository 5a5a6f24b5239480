package dev.holon.core.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.RefusalCode;
import dev.holon.core.compute.ProcessEvaluation.Next;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.Sequencer;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Ed25519Wallet;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.Value;
import dev.holon.protocol.Wallet;
import dev.holon.vm.ModuleCode;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProcessEvaluationTest {
  private static final long NOW = 1_700_000_000_000L;

  // A test key.
  private final Wallet wallet = Ed25519Wallet.of(new byte[32]);
  private final DataItem spawn = item("spawn");
  private final ProcessId process = new ProcessId(spawn.id());
  private final Sequencer sequencer = new Sequencer(process, wallet, null);
  private final List<EvaluableEntry> log = new ArrayList<>();
  private final List<StoredResult> results = new ArrayList<>();
  private final CountingEngine engine = new CountingEngine();
  private @Nullable Checkpoint checkpoint;
  private @Nullable ResultPlace suspected;

  ProcessEvaluationTest() {
    append(spawn);
  }

  @Test
  void freshProcessIsReadBootedAndEvaluatedInOrder() {
    send("one", "two");
    ProcessEvaluation evaluation = new ProcessEvaluation(2, ResultPlace.NONE);

    runUntilRest(evaluation);

    assertEquals(List.of("1", "2", "3"), outputs());
    assertFalse(evaluation.hasBacklog());
  }

  @Test
  void commitsAtHandAreNotReadAgain() {
    ProcessEvaluation evaluation = new ProcessEvaluation(0, ResultPlace.NONE);
    runUntilRest(evaluation);
    send("one");

    evaluation.committed(log.get(1).entry());

    assertInstanceOf(Next.Evaluate.class, evaluation.next(false));
  }

  @Test
  void commitThatSkipsASlotMakesTheLogBeRead() {
    ProcessEvaluation evaluation = new ProcessEvaluation(0, ResultPlace.NONE);
    runUntilRest(evaluation);
    send("one", "two");

    evaluation.committed(log.get(2).entry());

    assertEquals(new Next.ReadPage(1), evaluation.next(false));
    runUntilRest(evaluation);
    assertEquals(List.of("1", "2", "3"), outputs());
  }

  @Test
  void hintThatComesWhileAnEmptyPageIsReadIsNotForgotten() {
    ProcessEvaluation evaluation = new ProcessEvaluation(0, ResultPlace.NONE);
    runUntilRest(evaluation);
    evaluation.committed(1);

    evaluation.pageRead(List.of());

    assertInstanceOf(Next.ReadHead.class, evaluation.next(false));
    send("one");
    runUntilRest(evaluation);
    assertEquals(List.of("1", "2"), outputs());
  }

  @Test
  void afterAFailureNothingIsReplayedBeforeAllResultsAreStored() {
    send("one", "fail", "two");
    ProcessEvaluation evaluation = new ProcessEvaluation(3, ResultPlace.NONE);
    boot(evaluation);
    evaluation.pageRead(log);
    List<StoredResult> unstored = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      unstored.add(evaluation.evaluate().result());
    }

    assertInstanceOf(Next.Rest.class, evaluation.next(false));
    unstored.forEach(result -> store(evaluation, result));
    assertInstanceOf(Next.Boot.class, evaluation.next(false));

    runUntilRest(evaluation);
    assertEquals(List.of("1", "2", "error", "3"), outputs());
  }

  @Test
  void restartReplaysWithoutTheFailedSlots() {
    send("one", "fail", "two");
    runUntilRest(new ProcessEvaluation(3, ResultPlace.NONE));
    List<StoredResult> before = List.copyOf(results);
    send("three");

    runUntilRest(new ProcessEvaluation(4, at(3)));

    assertEquals(before, results.subList(0, 4));
    assertEquals("4", outputs().getLast());
  }

  @Test
  void processWhoseReplayDiffersIsRefused() {
    send("one");
    runUntilRest(new ProcessEvaluation(1, ResultPlace.NONE));
    send("two");
    engine.offset = 100;
    ProcessEvaluation evaluation = new ProcessEvaluation(2, at(1));

    runUntilRest(evaluation);

    assertEquals(RefusalCode.NOT_EVALUABLE, evaluation.refusal().orElseThrow().code());
    assertFalse(evaluation.hasBacklog());
    assertEquals(2, results.size());
  }

  @Test
  void checkpointSavesTheReplayAndIsTakenOnlyAfterAnEvaluation() {
    send("one", "two", "three");
    ProcessEvaluation first = new ProcessEvaluation(3, ResultPlace.NONE);
    runUntilRest(first);
    assertEquals(4, first.sinceCheckpointCount());
    checkpoint = first.checkpoint(NOW).orElseThrow();
    assertTrue(first.checkpoint(NOW).isEmpty());
    send("four");

    ProcessEvaluation second = new ProcessEvaluation(4, at(3));
    runUntilRest(second);

    assertEquals(1, second.sinceCheckpointCount());
    assertEquals(List.of("1", "2", "3", "4", "5"), outputs());
  }

  @Test
  void checkpointThatLeadsToOtherResultsIsSuspectedAndTheLogReplayed() {
    send("one", "two");
    ProcessEvaluation first = new ProcessEvaluation(2, ResultPlace.NONE);
    runUntilRest(first);
    engine.checkpointOffset = 50;
    checkpoint = first.checkpoint(NOW).orElseThrow();
    send("three");
    first.committed(3);
    runUntilRest(first);
    send("four");

    ProcessEvaluation second = new ProcessEvaluation(4, at(3));
    runUntilRest(second);

    assertEquals(at(2), suspected);
    assertTrue(second.refusal().isEmpty());
    assertEquals(List.of("1", "2", "3", "4", "5"), outputs());
  }

  @Test
  void resultsRunAheadOfTheStoreOnlySoFar() {
    for (int i = 0; i < 300; i++) {
      send("message");
    }
    ProcessEvaluation evaluation = new ProcessEvaluation(300, ResultPlace.NONE);
    boot(evaluation);

    int evaluated = 0;
    for (Next next = evaluation.next(false);
        !(next instanceof Next.Rest);
        next = evaluation.next(false)) {
      if (next instanceof Next.ReadPage page) {
        evaluation.pageRead(log.subList((int) page.fromSlot(), log.size()));
      } else {
        evaluation.evaluate();
        evaluated++;
      }
    }

    assertEquals(ProcessEvaluation.UNSTORED_MAX, evaluated);
  }

  @Test
  void dryRunsAndEvaluationsTakeTurns() {
    send("one", "two", "three");
    ProcessEvaluation evaluation = new ProcessEvaluation(3, ResultPlace.NONE);
    boot(evaluation);
    evaluation.pageRead(log);

    List<Next> turns = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Next next = evaluation.next(true);
      turns.add(next);
      if (next instanceof Next.View) {
        evaluation.view().dryRun(dryRunMessage());
      } else {
        evaluation.evaluate();
      }
    }

    Next evaluate = new Next.Evaluate();
    Next dryRun = new Next.View();
    assertEquals(List.of(evaluate, dryRun, evaluate, dryRun, evaluate), turns);
  }

  @Test
  void dryRunChangesNothing() {
    ProcessEvaluation evaluation = new ProcessEvaluation(0, ResultPlace.NONE);
    runUntilRest(evaluation);

    assertEquals("2", text(evaluation.view().dryRun(dryRunMessage()).output()));
    assertEquals("2", text(evaluation.view().dryRun(dryRunMessage()).output()));
  }

  @Test
  void viewKeepsItsSlotWhileTheLogGoesOn() {
    send("one");
    ProcessEvaluation evaluation = new ProcessEvaluation(1, ResultPlace.NONE);
    boot(evaluation);
    evaluation.pageRead(log);
    evaluation.evaluate();
    StateView first = evaluation.view();
    StateView again = evaluation.view();
    evaluation.evaluate();

    assertSame(first, again);
    assertEquals(0, first.slot());
    assertEquals("2", text(first.dryRun(dryRunMessage()).output()));
    assertEquals(1, evaluation.view().slot());
    assertEquals("3", text(evaluation.view().dryRun(dryRunMessage()).output()));
    assertTrue(first.hasBytes());
  }

  @Test
  void unknownProcessHasNothingToDo() {
    ProcessEvaluation evaluation = new ProcessEvaluation(-1, ResultPlace.NONE);

    assertInstanceOf(Next.Rest.class, evaluation.next(true));
    evaluation.doubtHead();
    assertInstanceOf(Next.ReadHead.class, evaluation.next(true));
    evaluation.headRead(-1);
    assertInstanceOf(Next.Rest.class, evaluation.next(true));
    assertTrue(evaluation.refusal().isEmpty());
  }

  /** Does what the evaluation asks for, as its owner would, with every result stored at once. */
  private void runUntilRest(ProcessEvaluation evaluation) {
    for (int i = 0; i < 1_000; i++) {
      switch (evaluation.next(false)) {
        case Next.Rest rest -> {
          return;
        }
        case Next.ReadHead head -> evaluation.headRead(log.size() - 1L);
        case Next.Boot boot -> boot(evaluation, boot);
        case Next.ReadPage page ->
            evaluation.pageRead(log.subList((int) page.fromSlot(), log.size()));
        case Next.ReadKnown known -> evaluation.knownRead(known(known.place(), known.last()));
        case Next.Replay replay -> evaluation.replay();
        case Next.Evaluate evaluate -> store(evaluation, evaluation.evaluate().result());
        case Next.AskPromise ask -> throw new AssertionError("there are no crons");
        case Next.View view -> throw new AssertionError("nobody asked for a dry run");
      }
    }
    throw new AssertionError("the evaluation does not come to rest");
  }

  private List<KnownEntry> known(ResultPlace after, ResultPlace last) {
    List<KnownEntry> known = new ArrayList<>();
    for (int slot = (int) after.slot() + 1; slot <= last.slot(); slot++) {
      known.add(new KnownEntry(log.get(slot), Outcome.of(results.get(slot))));
    }
    return known;
  }

  private static ResultPlace at(long slot) {
    return ResultPlace.ofSlot(slot);
  }

  private void boot(ProcessEvaluation evaluation, Next.Boot boot) {
    if (boot.suspect() != null) {
      suspected = boot.suspect();
      checkpoint = null;
    }
    boot(evaluation);
  }

  private void boot(ProcessEvaluation evaluation) {
    ModuleCode module =
        new ModuleCode(
            spawn.id(), wallet.address(), "counting", List.of(), dev.holon.protocol.Bytes.EMPTY);
    try {
      ProcessCode code = new ProcessCode(engine, module, VmLimits.DEFAULT);
      Checkpoint kept = checkpoint;
      evaluation.booted(
          kept == null
              ? ProcessMachine.boot(code, log.getFirst(), CronFixture.NO_CRONS)
              : ProcessMachine.restore(code, log.getFirst(), CronFixture.NO_CRONS, kept));
    } catch (VmBootException e) {
      throw new AssertionError(e);
    }
  }

  private void store(ProcessEvaluation evaluation, StoredResult result) {
    assertEquals(results.size(), result.slot());
    results.add(result);
    evaluation.stored(result.place());
  }

  private void send(String... data) {
    for (String text : data) {
      append(item(text));
    }
  }

  private void append(DataItem item) {
    LogEntry entry = sequencer.append(item, NOW, 1_500_000);
    log.add(new EvaluableEntry(entry, item));
  }

  private DataItem item(String data) {
    return UnsignedItem.of(
            null, List.of(new Tag("Type", "x")), data.getBytes(StandardCharsets.UTF_8))
        .sign(wallet);
  }

  private static DryRunMessage dryRunMessage() {
    return new DryRunMessage(null, "owner", null, null, null, List.of(), null, null, null);
  }

  private List<String> outputs() {
    return results.stream()
        .map(stored -> stored.result().isError() ? "error" : text(stored.result().output()))
        .toList();
  }

  private static String text(Value value) {
    return ((Value.Text) value).value().toUtf8();
  }
}
