package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxEntry.Action;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.core.trace.Place;
import dev.holon.core.trace.TraceLimits;
import dev.holon.core.trace.TraceTree;
import dev.holon.core.trace.TraceTree.Child;
import dev.holon.core.trace.TraceTree.Reason;
import dev.holon.core.trace.Traces;
import dev.holon.protocol.Id;
import dev.holon.protocol.Result.OutboundMessage;
import dev.holon.protocol.Result.OutboundSpawn;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import dev.holon.testkit.InMemoryStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How traces are gathered, over stores in memory. */
class TracesTest {
  private final InMemoryStores stores = InMemoryStores.create();
  private final Traces traces = new Traces(stores.traces(), stores.schedule());
  private final SampleLog first = SampleLog.create(stores.schedule()::append).messages(5, 1);
  private final SampleLog second = SampleLog.create(stores.schedule()::append).messages(5, 1);

  @Test
  void treeFollowsPushesAcrossProcesses() {
    push(first, 0, List.of(place(second, 1), place(second, 2)));
    push(second, 1, List.of(place(first, 3)));

    assertEquals("0(1(3) 2)", text(trace(TraceLimits.DEFAULT, 0)));
    assertEquals(
        Set.of(first.process(), second.process()),
        Traces.processesOf(trace(TraceLimits.DEFAULT, 0)));
  }

  @Test
  void sameStoresGiveTheSameTree() {
    push(first, 0, List.of(place(second, 1), place(second, 2), place(second, 3)));
    push(second, 1, List.of(place(first, 3)));
    push(second, 2, List.of(place(first, 4), place(first, 3)));
    TraceLimits tight = new TraceLimits(16, 50, 5, 1_000);

    Set<String> texts =
        IntStream.range(0, 20).mapToObj(i -> text(trace(tight, 0))).collect(Collectors.toSet());

    assertEquals(Set.of("0(1(3) 2(NODES4 SEEN3) 3)"), texts);
  }

  @Test
  void depthIsCutAndSaid() {
    push(first, 0, List.of(place(second, 1)));
    push(second, 1, List.of(place(first, 3)));
    push(first, 3, List.of(place(second, 4)));

    assertEquals("0(1(DEPTH3))", text(trace(new TraceLimits(1, 50, 100, 1_000), 0)));
    assertEquals("0(DEPTH1)", text(trace(new TraceLimits(0, 50, 100, 1_000), 0)));
  }

  @Test
  void widthIsPaged() {
    push(first, 0, List.of(place(second, 1), place(second, 2), place(second, 3)));
    TraceLimits two = new TraceLimits(16, 2, 100, 1_000);

    TraceTree page = trace(two, 0);

    assertEquals("0(1 2)", text(page));
    assertEquals(2, page.nextIndex());
    assertEquals("0(3)", text(trace(two, 2)));
    assertEquals(null, trace(two, 2).nextIndex());
    assertEquals("0", text(trace(two, 3)));
  }

  @Test
  void loopEnds() {
    push(first, 1, List.of(place(second, 1)));
    push(second, 1, List.of(place(first, 1)));

    TraceTree tree = traces.trace(place(first, 1), 0, TraceLimits.DEFAULT).orElseThrow();

    assertEquals("1(1(SEEN1))", text(tree));
  }

  @Test
  void childOfAnotherNodeIsSaidToBeElsewhere() {
    push(first, 0, List.of(new Place(SampleLog.randomProcess(), 9)));

    assertEquals("0(ELSEWHERE9)", text(trace(TraceLimits.DEFAULT, 0)));
    assertTrue(traces.trace(place(first, 99), 0, TraceLimits.DEFAULT).isEmpty());
  }

  @Test
  void spawnLeadsToTheChildAndToTheNoticeForItsParent() {
    SampleLog child = SampleLog.create(stores.schedule()::append);
    Action spawn = new Action.SpawnProcess(new OutboundSpawn("", List.of(), null));
    OutboxKey key = new OutboxKey(first.process(), 0, 0);
    stores
        .results()
        .append(
            SampleResults.completed(first.process(), 0),
            List.of(new OutboxEntry(key, null, spawn, OutboxEntry.fresh())));
    stores
        .outbox()
        .update(
            List.of(new StateChange(key, new DeliveryState.Delivered(child.process().id(), 0))));
    first.message(
        UnsignedItem.of(
                first.process().id(),
                List.of(
                    new Tag("Process", child.process().toString()), new Tag("Action", "Spawned")),
                new byte[1])
            .sign(dev.holon.protocol.Ed25519Wallet.of(new byte[32])));

    TraceTree tree = trace(TraceLimits.DEFAULT, 0);

    List<Child> children = tree.branches().getFirst().children();
    assertEquals(2, children.size());
    assertEquals(new Place(child.process(), 0), children.get(0).place());
    assertEquals(new Place(first.process(), 6), children.get(1).place());
    assertInstanceOf(Child.Shown.class, children.get(1));
  }

  private TraceTree trace(TraceLimits limits, int fromIndex) {
    return traces.trace(place(first, 0), fromIndex, limits).orElseThrow();
  }

  private static Place place(SampleLog log, long slot) {
    return new Place(log.process(), slot);
  }

  /** Stores results up to this slot; this one's sends a message to each place, and all arrived. */
  private void push(SampleLog log, long slot, List<Place> to) {
    List<OutboxEntry> entries = new ArrayList<>();
    List<StateChange> changes = new ArrayList<>();
    for (int i = 0; i < to.size(); i++) {
      OutboxKey key = new OutboxKey(log.process(), slot, i);
      Id item = SampleLog.randomId();
      OutboundMessage message =
          new OutboundMessage(to.get(i).process().toString(), "", List.of(), null);
      entries.add(new OutboxEntry(key, null, new Action.SendMessage(message), OutboxEntry.fresh()));
      changes.add(new StateChange(key, new DeliveryState.Delivered(item, to.get(i).slot())));
    }
    for (long before = 0; before < slot; before++) {
      if (stores.results().result(log.process(), before).isEmpty()) {
        stores.results().append(SampleResults.completed(log.process(), before), List.of());
      }
    }
    stores.results().append(SampleResults.completed(log.process(), slot), entries);
    stores.outbox().update(changes);
  }

  private static String text(TraceTree tree) {
    String children =
        tree.branches().stream()
            .flatMap(branch -> branch.children().stream())
            .map(TracesTest::text)
            .collect(Collectors.joining(" "));
    long slot = tree.slot().place().slot();
    return children.isEmpty() ? Long.toString(slot) : slot + "(" + children + ")";
  }

  private static String text(Child child) {
    return switch (child) {
      case Child.Shown shown -> text(shown.tree());
      case Child.Truncated truncated -> reason(truncated.reason()) + truncated.place().slot();
    };
  }

  private static String reason(Reason reason) {
    return reason.name();
  }
}
