package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.compute.ResultStore;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxEntry.Action;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.core.trace.EvaluationTime;
import dev.holon.core.trace.Place;
import dev.holon.core.trace.TraceStore;
import dev.holon.core.trace.TraceStore.PushRange;
import dev.holon.core.trace.TracedPush;
import dev.holon.core.trace.TracedSlot;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result.OutboundAssignment;
import dev.holon.protocol.Result.OutboundMessage;
import dev.holon.protocol.Result.OutboundSpawn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every trace store must do. */
@Timeout(60)
abstract class TraceStoreContract {
  abstract TraceStore store();

  abstract ResultStore results();

  abstract OutboxStore outbox();

  abstract SampleLog newLog();

  /** Records a time, and returns when it can be read. */
  abstract void record(EvaluationTime time);

  @Test
  void slotsComeInTheOrderAskedForWithWhatIsKnownOfThem() {
    SampleLog log = newLog().messages(2, 10);
    StoredResult completed = SampleResults.completed(log.process(), 0);
    StoredResult failed = SampleResults.failed(log.process(), 1);
    append(completed, List.of());
    append(failed, List.of());
    EvaluationTime time = new EvaluationTime(new Place(log.process(), 1), 5_000, 77);
    record(time);

    List<TracedSlot> slots =
        store()
            .slots(
                List.of(
                    new Place(log.process(), 2),
                    new Place(log.process(), 1),
                    new Place(log.process(), 9),
                    new Place(SampleLog.randomProcess(), 0),
                    new Place(log.process(), 0)),
                100_000);

    assertEquals(List.of(2L, 1L, 0L), slots.stream().map(s -> s.place().slot()).toList());
    TracedSlot second = slots.get(1);
    assertEquals(log.entry(1).itemId(), second.messageId());
    assertEquals(log.entry(1).assignmentId(), second.assignmentId());
    assertEquals(1_010, second.timestampMillis());
    assertNull(slots.getFirst().outcome());
    assertTrue(outcome(second).isError());
    assertEquals(failed.result(), outcome(second).result());
    assertEquals(time, outcome(second).time());
    assertEquals(completed.result(), outcome(slots.get(2)).result());
    assertNull(outcome(slots.get(2)).time());
  }

  @Test
  void headIsTheNewestSlot() {
    SampleLog log = newLog().messages(3, 10);

    assertEquals(Optional.of(new TraceStore.Head(3, 1_030)), store().head(log.process()));
    assertEquals(Optional.empty(), store().head(SampleLog.randomProcess()));
  }

  @Test
  void largeResultsAreNotRead() {
    SampleLog log = newLog();
    append(SampleResults.large(log.process(), 0, 10_000), List.of());

    TracedSlot.TracedOutcome outcome =
        outcome(store().slots(List.of(new Place(log.process(), 0)), 9_999).getFirst());

    assertNull(outcome.result());
    assertTrue(outcome.sizeBytes() > 10_000, () -> "size " + outcome.sizeBytes());
  }

  @Test
  void pushesSayWhereTheyLed() {
    SampleLog log = newLog();
    ProcessId process = log.process();
    ProcessId other = SampleLog.randomProcess();
    Id item = SampleLog.randomId();
    append(
        SampleResults.completed(process, 0),
        List.of(
            entry(process, 0, new Action.SendMessage(message(other.toString()))),
            entry(process, 1, new Action.SendMessage(message("a wallet"))),
            entry(process, 2, new Action.SpawnProcess(new OutboundSpawn("", List.of(), null))),
            entry(
                process,
                3,
                new Action.AssignMessage(
                    new OutboundAssignment(
                        List.of(other.toString()), item.toString(), false, List.of())))));
    outbox()
        .update(
            List.of(
                delivered(process, 0, item, 7),
                new StateChange(new OutboxKey(process, 0, 1), new DeliveryState.Parked("wallet")),
                delivered(process, 2, item, 0),
                delivered(process, 3, item, 8)));

    List<TracedPush> pushes = store().pushes(List.of(new PushRange(new Place(process, 0), 0)), 100);

    assertEquals(
        List.of(
            TracedPush.Kind.MESSAGE,
            TracedPush.Kind.MESSAGE,
            TracedPush.Kind.SPAWN,
            TracedPush.Kind.ASSIGNMENT),
        pushes.stream().map(TracedPush::kind).toList());
    assertEquals(new Place(other, 7), pushes.get(0).child());
    assertEquals("a wallet", pushes.get(1).target());
    assertNull(pushes.get(1).child());
    assertEquals(new DeliveryState.Parked("wallet"), pushes.get(1).state());
    assertEquals(new Place(new ProcessId(item), 0), pushes.get(2).child());
    assertEquals(new Place(other, 8), pushes.get(3).child());
    assertEquals(process.id(), pushes.get(0).pushedFor());
  }

  @Test
  void pushesOfManySlotsAreCutOneByOne() {
    SampleLog log = newLog().messages(1, 10);
    List<OutboxEntry> first = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      first.add(entry(log.process(), i, new Action.SendMessage(message("t" + i))));
    }
    append(SampleResults.completed(log.process(), 0), first);
    append(SampleResults.completed(log.process(), 1), SampleResults.outbox(log.process(), 1));

    List<TracedPush> pushes =
        store()
            .pushes(
                List.of(
                    new PushRange(new Place(log.process(), 1), 0),
                    new PushRange(new Place(log.process(), 0), 3)),
                2);

    assertEquals(
        List.of("1/0", "1/1", "0/3", "0/4"),
        pushes.stream().map(push -> push.key().slot() + "/" + push.key().index()).toList());
    assertEquals(List.of(), store().pushes(List.of(), 2));
    assertEquals(List.of(), store().slots(List.of(), 2));
  }

  @Test
  void largeMessageIsFoundWhereItLed() {
    SampleLog log = newLog();
    SampleLog other = newLog().messages(1, 10);
    byte[] large = new byte[(int) TraceStore.ACTION_BYTES_MAX + 1];
    new java.util.Random(1).nextBytes(large);
    OutboundMessage message =
        new OutboundMessage(other.process().toString(), "", List.of(), Bytes.of(large));
    append(
        SampleResults.completed(log.process(), 0),
        List.of(entry(log.process(), 0, new Action.SendMessage(message))));
    outbox().update(List.of(delivered(log.process(), 0, other.entry(1).itemId(), 1)));

    TracedPush push =
        store().pushes(List.of(new PushRange(new Place(log.process(), 0), 0)), 1).getFirst();

    assertEquals(other.process().toString(), push.target());
    assertEquals(new Place(other.process(), 1), push.child());
  }

  private static TracedSlot.TracedOutcome outcome(TracedSlot slot) {
    TracedSlot.TracedOutcome outcome = slot.outcome();
    assertNotNull(outcome);
    return outcome;
  }

  private static OutboundMessage message(String target) {
    return new OutboundMessage(target, "", List.of(), null);
  }

  private static OutboxEntry entry(ProcessId process, int index, Action action) {
    return new OutboxEntry(
        new OutboxKey(process, 0, index), process.id(), action, OutboxEntry.fresh());
  }

  private static StateChange delivered(ProcessId process, int index, Id item, long slot) {
    return new StateChange(
        new OutboxKey(process, 0, index), new DeliveryState.Delivered(item, slot));
  }

  private void append(StoredResult result, List<OutboxEntry> entries) {
    results().append(result, entries).toCompletableFuture().join();
  }
}
