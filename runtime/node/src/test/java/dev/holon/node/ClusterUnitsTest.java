package dev.holon.node;

import static dev.holon.node.UnitsFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.actors.ProcessUnits;
import dev.holon.core.RefusalCode;
import dev.holon.core.compute.DryRunMessage;
import dev.holon.core.compute.DryRunReply;
import dev.holon.core.compute.ProcessState;
import dev.holon.core.compute.ResultReply;
import dev.holon.core.compute.StateReply;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.protocol.HashChain;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.Tag;
import dev.holon.protocol.Value;
import dev.holon.protocol.VerifiedItem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ClusterUnitsTest {
  private static final String COUNTER =
      """
      Count = 0
      Handlers.add("add", "Add", function(msg)
        Count = Count + 1
        print(Count)
        if msg.Data == "fail" then error("told to fail") end
      end)
      Handlers.add("spin", "Spin", function(msg)
        local n = 0
        for i = 1, 20000000 do n = n + i % 7 end
        print("spun")
      end)
      Handlers.add("tell", "Tell", function(msg) Send{ Target = msg.Data, Action = "Add" } end)
      """;
  private static final Duration WAIT = Duration.ofSeconds(20);

  @TempDir private static Path folder;
  private static UnitsFixture node;

  @BeforeAll
  static void start() throws StartFailure {
    node = new UnitsFixture(folder.resolve("postgres"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void duplicateMessageKeepsItsFirstSlot() {
    ProcessId process = spawnCounter();
    VerifiedItem message = node.message(process.id(), "Add", "");
    List<CompletionStage<ScheduleReply>> posts =
        Stream.generate(() -> node.units.schedule(message)).limit(20).toList();

    List<ScheduleReply> replies = posts.stream().map(UnitsFixture::await).toList();
    ScheduleReply later = node.schedule(message);

    assertEquals(1, replies.stream().filter(ScheduleReply.Scheduled.class::isInstance).count());
    assertEquals(List.of(1L), replies.stream().map(ClusterUnitsTest::slot).distinct().toList());
    assertEquals(1, assertInstanceOf(ScheduleReply.AlreadyScheduled.class, later).entry().slot());
  }

  @Test
  void concurrentMessagesGetSlotsWithoutGapAndResultsInOrder() {
    ProcessId process = spawnCounter();
    List<CompletionStage<ScheduleReply>> posts =
        IntStream.range(0, 100)
            .mapToObj(i -> node.units.schedule(node.message(process.id(), "Add", "")))
            .toList();

    List<Long> slots = posts.stream().map(post -> slot(await(post))).sorted().toList();

    assertEquals(IntStream.rangeClosed(1, 100).mapToObj(Long::valueOf).toList(), slots);
    for (long slot = 100; slot >= 1; slot -= 33) {
      assertEquals(Long.toString(slot), output(result(process, slot)));
    }
  }

  @Test
  void unknownTargetIsRefusedAndAskingAgainToo() {
    Id nobody = Id.of(new byte[32]);

    for (int i = 0; i < 2; i++) {
      assertRefused(RefusalCode.UNKNOWN_PROCESS, node.schedule(node.message(nobody, "Add", "")));
    }
    ResultReply reply = await(node.units.result(new ProcessId(nobody), 3, WAIT));
    assertEquals(
        RefusalCode.UNKNOWN_PROCESS,
        assertInstanceOf(ResultReply.Rejected.class, reply).refusal().code());
  }

  @Test
  void slotThatIsNotThereIsRefused() {
    ProcessId process = spawnCounter();

    ResultReply reply = await(node.units.result(process, 7, WAIT));

    assertEquals(
        RefusalCode.UNKNOWN_MESSAGE,
        assertInstanceOf(ResultReply.Rejected.class, reply).refusal().code());
  }

  @Test
  void processThatAsksForTooMuchIsRefusedBeforeItHasASlot() {
    VerifiedItem spawn = node.spawn("", new Tag("Compute-Limit", "9000000000000"));

    assertRefused(RefusalCode.LIMIT_NOT_GRANTED, node.schedule(spawn));
    assertRefused(
        RefusalCode.UNKNOWN_PROCESS, node.schedule(node.message(spawn.item().id(), "Add", "")));
  }

  @Test
  void failedMessageLeavesTheStateAndTheOthersAlone() {
    ProcessId process = spawnCounter();
    for (String data : List.of("", "fail", "", "fail", "")) {
      node.schedule(node.message(process.id(), "Add", data));
    }

    assertEquals("1", output(result(process, 1)));
    assertTrue(text(result(process, 2).error()).contains("told to fail"));
    assertEquals("2", output(result(process, 3)));
    assertEquals("3", output(result(process, 5)));
  }

  @Test
  void dryRunSeesTheNewestStateAndKeepsNothing() {
    ProcessId process = spawnCounter();
    node.schedule(node.message(process.id(), "Add", ""));
    result(process, 1);
    DryRunMessage message =
        new DryRunMessage(
            null, "o", null, null, null, List.of(new Tag("Action", "Add")), null, null, null);

    for (int i = 0; i < 2; i++) {
      DryRunReply reply = await(node.units.dryRun(process, message, ProcessUnits.NEWEST_SLOT));
      assertEquals("2", output(assertInstanceOf(DryRunReply.Evaluated.class, reply).result()));
    }
  }

  @Test
  void faultOfTheNodeIsNoResultAndTheMessageIsEvaluatedLater() {
    ProcessId process = spawnCounter();
    node.schedule(node.message(process.id(), "Add", ""));
    assertEquals("1", output(result(process, 1)));

    node.engineFaultsLeft.set(1);
    node.schedule(node.message(process.id(), "Add", ""));

    assertEquals("2", output(resultAskedAgain(process, 2)));
    assertEquals(0, node.engineFaultsLeft.get());
    node.schedule(node.message(process.id(), "Add", ""));
    assertEquals("3", output(result(process, 3)));
  }

  @Test
  void faultInADryRunHarmsNobody() {
    ProcessId process = spawnCounter();
    result(process, 0);
    node.engineFaultsLeft.set(1);

    DryRunReply.Rejected refused =
        assertInstanceOf(
            DryRunReply.Rejected.class,
            await(node.units.dryRun(process, dryRun("Add"), ProcessUnits.NEWEST_SLOT)));
    DryRunReply reply = await(node.units.dryRun(process, dryRun("Add"), ProcessUnits.NEWEST_SLOT));

    assertEquals(RefusalCode.TOO_BUSY_TO_EVALUATE, refused.refusal().code());
    assertEquals("1", output(assertInstanceOf(DryRunReply.Evaluated.class, reply).result()));
  }

  @Test
  void longDryRunHoldsUpNeitherMessagesNorShortDryRuns() {
    ProcessId process = spawnCounter();
    result(process, 0);

    CompletionStage<DryRunReply> spinning =
        node.units.dryRun(process, dryRun("Spin"), ProcessUnits.NEWEST_SLOT);
    node.schedule(node.message(process.id(), "Add", ""));
    result(process, 1);

    assertFalse(spinning.toCompletableFuture().isDone(), "the dry run was too short to tell");
    assertEquals(
        "spun", output(assertInstanceOf(DryRunReply.Evaluated.class, await(spinning)).result()));
  }

  @Test
  void stateIsGivenForTheNewestSlotOnly() {
    ProcessId process = spawnCounter();
    node.schedule(node.message(process.id(), "Add", ""));
    result(process, 1);

    ProcessState newest = state(await(node.units.state(process, ProcessUnits.NEWEST_SLOT)));
    ProcessState exact = state(await(node.units.state(process, 1)));
    StateReply before = await(node.units.state(process, 0));

    assertEquals(1, newest.slot());
    assertEquals(newest, exact);
    assertTrue(newest.bytes().size() > 0);
    assertEquals(
        RefusalCode.STATE_NOT_KEPT,
        assertInstanceOf(StateReply.Rejected.class, before).refusal().code());
  }

  @Test
  void evaluationThatTakesLongTellsHowFarItIs() {
    ProcessId process = spawnCounter();
    int count = 40;
    for (int i = 0; i < count; i++) {
      node.schedule(node.message(process.id(), "Spin", ""));
    }

    ResultReply reply = await(node.units.result(process, count, Duration.ofMillis(1)));

    ResultReply.InProgress progress = assertInstanceOf(ResultReply.InProgress.class, reply);
    assertEquals(count, progress.ofSlot());
    assertTrue(progress.atSlot() < count);
    assertTrue(progress.slotsPerSecond() > 0, progress.toString());
    assertEquals("spun", output(result(process, count)));
  }

  private static ProcessState state(StateReply reply) {
    return assertInstanceOf(StateReply.Given.class, reply).state();
  }

  private static DryRunMessage dryRun(String action) {
    List<Tag> tags = List.of(new Tag("Action", action));
    return new DryRunMessage(null, "o", null, null, null, tags, null, null, null);
  }

  @Test
  void repeatThatCannotBeLookedUpIsRefusedAndHarmsNobody() {
    ProcessId process = spawnCounter();
    VerifiedItem message = node.message(process.id(), "Add", "");
    node.schedule(message);
    node.faultsLeft.set(1);

    assertRefused(RefusalCode.STORE_UNAVAILABLE, node.schedule(message));

    assertEquals(1, slot(node.schedule(message)));
    assertEquals(2, slot(node.schedule(node.message(process.id(), "Add", ""))));
  }

  @Test
  void schedulerThatCouldNotReadItsLogComesBackAndTheChainGoesOn(@TempDir Path own)
      throws StartFailure {
    VerifiedItem spawn;
    try (UnitsFixture first = new UnitsFixture(own.resolve("postgres"))) {
      spawn = first.spawn(COUNTER);
      assertEquals(0, slot(first.schedule(spawn)));
      // Evaluated as well, so that after the restart only the scheduler reads the log.
      await(first.units.result(new ProcessId(spawn.item().id()), 0, WAIT));
    }
    try (UnitsFixture second = new UnitsFixture(own.resolve("postgres"))) {
      Id process = spawn.item().id();
      VerifiedItem message = second.message(process, "Add", "again");
      second.faultsLeft.set(1);

      assertRefused(RefusalCode.STORE_UNAVAILABLE, second.schedule(message));

      assertEquals(1, slot(second.schedule(message)));
      ScheduleStore log = second.stores.schedules();
      LogEntry before = log.entry(new ProcessId(process), 0).orElseThrow();
      assertEquals(
          HashChain.next(before.assignmentId(), before.hashChain()),
          log.entry(new ProcessId(process), 1).orElseThrow().hashChain());
    }
  }

  @Test
  void assignmentThatFitsNoItemIsRefusedAndHarmsNobody() {
    ProcessId process = spawnCounter();
    VerifiedItem message = node.message(process.id(), "Add", "");
    node.schedule(message);
    ProcessId other = spawnCounter();
    List<String> many = Collections.nCopies(17, "Data");
    List<String> large = List.of("x".repeat(5_000));

    assertRefused(
        RefusalCode.BAD_ASSIGNMENT, await(node.units.assign(other, message.item().id(), many)));
    assertRefused(
        RefusalCode.BAD_ASSIGNMENT, await(node.units.assign(other, message.item().id(), large)));

    assertEquals(1, slot(node.schedule(node.message(other.id(), "Add", ""))));
  }

  @Test
  void assignedMessageKeepsItsSlotInTheOtherProcess() {
    ProcessId process = spawnCounter();
    VerifiedItem message = node.message(process.id(), "Add", "");
    node.schedule(message);
    ProcessId other = spawnCounter();

    ScheduleReply first = await(node.units.assign(other, message.item().id(), List.of()));
    ScheduleReply again = await(node.units.assign(other, message.item().id(), List.of()));

    assertEquals(1, slot(first));
    assertEquals(1, slot(again));
    assertEquals("not assignable", output(result(other, 1)));
  }

  @Test
  void whatAProcessSendsArrivesOnceAndWhatHasNoProcessIsKept() throws InterruptedException {
    ProcessId receiver = spawnCounter();
    ProcessId sender = spawnCounter();
    node.schedule(node.message(sender.id(), "Tell", receiver.toString()));
    node.schedule(node.message(sender.id(), "Tell", Id.of(new byte[32]).toString()));

    DeliveryState delivered = settled(sender, 1);
    DeliveryState parked = settled(sender, 2);

    assertEquals(1, assertInstanceOf(DeliveryState.Delivered.class, delivered).slot());
    assertInstanceOf(DeliveryState.Parked.class, parked);
    assertEquals("1", output(result(receiver, 1)));
    LogEntry pushed = node.stores.schedules().entry(receiver, 1).orElseThrow();
    assertEquals(
        sender.toString(), pushed.message().orElseThrow().tag("From-Process").orElseThrow());
  }

  private static DeliveryState settled(ProcessId process, long slot) throws InterruptedException {
    result(process, slot);
    for (int i = 0; i < 400; i++) {
      List<OutboxEntry> entries = node.stores.outbox().entries(process, slot);
      if (!(entries.getFirst().state() instanceof DeliveryState.Pending)) {
        return entries.getFirst().state();
      }
      Thread.sleep(25);
    }
    throw new AssertionError("slot " + slot + " of " + process + " is still pending");
  }

  private static ProcessId spawnCounter() {
    VerifiedItem spawn = node.spawn(COUNTER);
    assertEquals(0, slot(node.schedule(spawn)));
    return new ProcessId(spawn.item().id());
  }

  private static Result result(ProcessId process, long slot) {
    ResultReply reply = await(node.units.result(process, slot, WAIT));
    return assertInstanceOf(ResultReply.Ready.class, reply).result().result();
  }

  /** As a client does that is told to come back later. */
  private static Result resultAskedAgain(ProcessId process, long slot) {
    ResultReply reply = await(node.units.result(process, slot, WAIT));
    for (int i = 0; i < 10 && reply instanceof ResultReply.Rejected rejected; i++) {
      assertEquals(RefusalCode.TOO_BUSY_TO_EVALUATE, rejected.refusal().code());
      reply = await(node.units.result(process, slot, WAIT));
    }
    return assertInstanceOf(ResultReply.Ready.class, reply).result().result();
  }

  private static long slot(ScheduleReply reply) {
    return switch (reply) {
      case ScheduleReply.Scheduled scheduled -> scheduled.entry().slot();
      case ScheduleReply.AlreadyScheduled scheduled -> scheduled.entry().slot();
      case ScheduleReply.Rejected rejected -> throw new AssertionError(rejected.refusal());
    };
  }

  private static void assertRefused(RefusalCode code, ScheduleReply reply) {
    assertEquals(code, assertInstanceOf(ScheduleReply.Rejected.class, reply).refusal().code());
  }

  private static String output(Result result) {
    assertTrue(result.errorValue().isEmpty(), () -> text(result.error()));
    Value.MapOf output = assertInstanceOf(Value.MapOf.class, result.output());
    return output.entries().stream()
        .filter(entry -> entry.key().equals("data"))
        .map(entry -> text(entry.value()))
        .findFirst()
        .orElse("");
  }

  private static String text(Value value) {
    return value instanceof Value.Text text ? text.value().toUtf8() : String.valueOf(value);
  }
}
