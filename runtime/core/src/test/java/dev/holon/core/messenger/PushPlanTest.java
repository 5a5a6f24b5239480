package dev.holon.core.messenger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.messenger.OutboxEntry.Action;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxStore.DueEntry;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.core.scheduler.ChainPosition;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PushPlanTest {
  private static final long NOW = 10_000;
  private static final ChainLimits LIMITS = new ChainLimits(10, 5, 100, 2, 6);

  @Test
  void entriesForOneTargetFormALineInOrder() {
    List<DueEntry> due =
        List.of(due(entry(1, 0, 7)), due(entry(1, 1, 8)), due(entry(1, 2, 7)), due(entry(2, 0, 8)));

    PushPlan plan = plan(due);

    assertEquals(
        List.of(List.of("1/0", "1/2"), List.of("1/1", "2/0")),
        plan.lines().stream().map(PushPlanTest::places).toList());
    assertTrue(plan.changes().isEmpty());
  }

  @Test
  void entryBehindOneThatMustBeTriedLaterWaitsAsLong() {
    OutboxEntry blocked = entry(2, 0, 7);

    PushPlan plan = plan(List.of(new DueEntry(blocked, 15_000, 0), due(entry(2, 1, 8))));

    DeliveryState.Pending pending =
        assertInstanceOf(DeliveryState.Pending.class, plan.changes().getFirst().state());
    assertEquals(15_000, pending.notBeforeMillis());
    assertEquals(0, pending.attempts());
    assertEquals(List.of("2/1"), places(plan.lines().getFirst()));
  }

  @Test
  void targetThatFailedBeforeIsProbed() {
    OutboxEntry failed = entry(1, 0, 7).with(new DeliveryState.Pending(3, NOW, "away"));

    PushPlan plan = plan(List.of(due(failed), due(entry(1, 1, 7)), due(entry(1, 2, 8))));

    assertEquals(List.of(true, false), plan.lines().stream().map(PushPlan.Line::isProbe).toList());
  }

  @Test
  void depthAndSizeOfAChainAreBoundedAndNamed() {
    OutboxEntry deep = entry(1, 1, new ChainPosition(id(1), 6));
    OutboxEntry late = entry(1, 2, new ChainPosition(id(2), 3));

    PushPlan plan = plan(List.of(due(deep), new DueEntry(late, 0, 100)));

    assertEquals(List.of(), plan.lines());
    assertEquals(List.of("PUSH-0002", "PUSH-0003"), parkedCodes(plan));
  }

  @Test
  void entriesOfOnePageCountForTheirChain() {
    List<DueEntry> due = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      due.add(new DueEntry(entry(1, i, new ChainPosition(id(1), 2)), 0, 97));
    }

    PushPlan plan = plan(due);

    assertEquals(3, plan.lines().stream().mapToInt(line -> line.entries().size()).sum());
    assertEquals(List.of("PUSH-0003", "PUSH-0003"), parkedCodes(plan));
  }

  @Test
  void whatAnOperatorRedoesHasNoLimit() {
    OutboxEntry redone = entry(1, 10, ChainPosition.redone(id(1)));

    assertEquals(1, plan(List.of(new DueEntry(redone, 0, 1_000))).lines().size());
  }

  @Test
  void chainThatIsTooFastWaitsAndOthersDoNot() {
    List<DueEntry> due = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      due.add(due(entry(1, i, ChainPosition.start(id(1)))));
    }
    due.add(due(entry(2, 0, ChainPosition.start(id(2)), 8)));
    ChainRates rates = new ChainRates(LIMITS);

    PushPlan first = PushPlan.of(due, NOW, LIMITS, rates);

    // Six at once, then two a second, each at its own time and told so once.
    assertEquals(7, count(first));
    assertTrue(first.isOverRate());
    assertEquals(List.of(NOW + 500, NOW + 1_000), times(first));
    DeliveryState.Pending pending =
        assertInstanceOf(DeliveryState.Pending.class, first.changes().getFirst().state());
    assertTrue(String.valueOf(pending.lastCause()).startsWith("PUSH-0004"));
    assertEquals(1, count(PushPlan.of(due.subList(6, 7), NOW + 500, LIMITS, rates)));
    assertEquals(1, count(PushPlan.of(due.subList(7, 8), NOW + 1_000, LIMITS, rates)));
    PushPlan next = PushPlan.of(List.of(due(entry(3, 0, 7))), NOW + 1_000, LIMITS, rates);
    assertEquals(0, next.changes().size(), "another chain");
    PushPlan fresh =
        PushPlan.of(
            List.of(due(entry(3, 1, ChainPosition.start(id(1))))), NOW + 1_000, LIMITS, rates);
    assertEquals(List.of(NOW + 1_500), times(fresh));
  }

  @Test
  void entriesBehindOneThatWaitsGetTurnsOfTheirOwn() {
    ChainRates rates = new ChainRates(LIMITS);
    ChainPosition chain = ChainPosition.start(id(1));
    List<DueEntry> due = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      due.add(due(entry(1, i, chain)));
    }
    assertEquals(6, count(PushPlan.of(due, NOW, LIMITS, rates)));
    List<DueEntry> behind = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      behind.add(new DueEntry(entry(2, i, chain), NOW + 700, 0));
    }

    PushPlan plan = PushPlan.of(behind, NOW, LIMITS, rates);

    assertEquals(List.of(NOW + 700, NOW + 1_000, NOW + 1_500), times(plan));
    assertEquals(
        List.of(false, true, true), plan.changes().stream().map(PushPlanTest::isRate).toList());
  }

  @Test
  void whatWaitsForATargetThatIsAwayTakesNoTurns() {
    ChainRates rates = new ChainRates(LIMITS);
    ChainPosition chain = ChainPosition.start(id(1));
    List<DueEntry> behind = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      behind.add(new DueEntry(entry(1, i, chain), NOW + 9_000, 0));
    }

    PushPlan plan = PushPlan.of(behind, NOW, LIMITS, rates);

    assertFalse(plan.isOverRate());
    assertEquals(List.of(NOW + 9_000), times(plan).stream().distinct().toList());
    assertEquals(1, count(PushPlan.of(List.of(due(entry(1, 30, chain, 8))), NOW, LIMITS, rates)));
  }

  @Test
  void whatIsBeyondALimitIsParkedAndNotLeftWaiting() {
    OutboxEntry late = entry(1, 2, new ChainPosition(id(2), 3));

    PushPlan plan = plan(List.of(new DueEntry(late, NOW + 9_000, 100)));

    assertEquals(List.of("PUSH-0003"), parkedCodes(plan));
  }

  @Test
  void entryOfAnotherChainDoesNotOvertakeOneThatWaitsItsTurn() {
    List<DueEntry> due = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      due.add(due(entry(1, i, ChainPosition.start(id(1)))));
    }
    due.add(due(entry(2, 0, ChainPosition.start(id(2)))));

    PushPlan plan = plan(due);

    assertEquals(6, count(plan));
    assertEquals(
        List.of("1/6", "2/0"),
        plan.changes().stream()
            .map(change -> change.key().slot() + "/" + change.key().index())
            .toList());
  }

  private static List<Long> times(PushPlan plan) {
    return plan.changes().stream()
        .map(change -> ((DeliveryState.Pending) change.state()).notBeforeMillis())
        .toList();
  }

  private static boolean isRate(StateChange change) {
    return String.valueOf(((DeliveryState.Pending) change.state()).lastCause())
        .startsWith("PUSH-0004");
  }

  private static int count(PushPlan plan) {
    return plan.lines().stream().mapToInt(line -> line.entries().size()).sum();
  }

  private static List<String> parkedCodes(PushPlan plan) {
    return plan.changes().stream()
        .map(change -> ((DeliveryState.Parked) change.state()).cause().substring(0, 9))
        .toList();
  }

  private static PushPlan plan(List<DueEntry> due) {
    return PushPlan.of(due, NOW, LIMITS, new ChainRates(LIMITS));
  }

  private static List<String> places(PushPlan.Line line) {
    return line.entries().stream().map(e -> e.key().slot() + "/" + e.key().index()).toList();
  }

  private static DueEntry due(OutboxEntry entry) {
    return new DueEntry(entry, 0, 0);
  }

  private static OutboxEntry entry(long slot, int index, int target) {
    return entry(slot, index, ChainPosition.start(id(index)), target);
  }

  private static OutboxEntry entry(long slot, int index, ChainPosition chain) {
    return entry(slot, index, chain, 7);
  }

  private static OutboxEntry entry(long slot, int index, ChainPosition chain, int target) {
    Result.OutboundMessage message =
        new Result.OutboundMessage(id(target).toString(), "", List.of(), null);
    return new OutboxEntry(
        new OutboxKey(new ProcessId(id(9)), slot, index),
        chain.root(),
        chain,
        new Action.SendMessage(message),
        OutboxEntry.fresh());
  }

  private static Id id(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return Id.of(bytes);
  }
}
