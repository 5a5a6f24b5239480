package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.StoreException;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.messenger.OutboxStore.Counts;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every outbox must do. */
@Timeout(60)
abstract class OutboxStoreContract {
  abstract OutboxStore store();

  abstract ResultStore results();

  @Test
  void dueEntriesComeInOrderOfSlotAndIndex() {
    ProcessId process = SampleLog.randomProcess();
    List<OutboxEntry> all = new ArrayList<>();
    for (int slot = 0; slot < 12; slot++) {
      all.addAll(fill(process, slot));
    }

    assertEquals(all, store().due(process, 0, 100, Long.MAX_VALUE));
    assertEquals(all.subList(0, 5), store().due(process, 0, 5, Long.MAX_VALUE));
    assertEquals(List.of(), store().due(process, 0, 0, Long.MAX_VALUE));
    assertEquals(List.of(), store().due(SampleLog.randomProcess(), 0, 100, Long.MAX_VALUE));
  }

  @Test
  void dueEntriesEndAfterTheOneThatBringsThemOverTheirSize() {
    ProcessId process = SampleLog.randomProcess();
    List<OutboxEntry> all = new ArrayList<>();
    for (int slot = 0; slot < 5; slot++) {
      List<OutboxEntry> entries = List.of(SampleResults.message(process, slot, 10_000));
      append(process, slot, entries);
      all.addAll(entries);
    }

    assertEquals(all.subList(0, 1), store().due(process, 0, 100, 0));
    assertEquals(all.subList(0, 1), store().due(process, 0, 100, -1));
    assertEquals(all.subList(0, 3), store().due(process, 0, 100, 25_000));
    assertEquals(all.subList(0, 2), store().due(process, 0, 2, 25_000));
    assertEquals(all, store().due(process, 0, 100, 49_000));
  }

  @Test
  void everyStateReadsBackAsStored() {
    ProcessId process = SampleLog.randomProcess();
    List<OutboxEntry> fresh = fill(process, 0);
    List<DeliveryState> states =
        List.of(
            new DeliveryState.Pending(3, 5_000, "it said: später"),
            new DeliveryState.Delivered(SampleLog.randomId(), 17),
            new DeliveryState.Refused("never"));
    List<OutboxEntry> expected = new ArrayList<>();
    List<StateChange> changes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      changes.add(new StateChange(fresh.get(i).key(), states.get(i)));
      expected.add(SampleResults.with(fresh.get(i), states.get(i)));
    }

    store().update(changes);

    assertEquals(expected, store().entries(process, 0));
  }

  @Test
  void pendingEntryIsDueFromItsTimeOn() {
    ProcessId process = SampleLog.randomProcess();
    List<OutboxEntry> fresh = fill(process, 0);
    DeliveryState later = new DeliveryState.Pending(1, 5_000, null);

    store().update(List.of(new StateChange(fresh.get(1).key(), later)));

    assertEquals(
        List.of(fresh.get(0), fresh.get(2)), store().due(process, 4_999, 10, Long.MAX_VALUE));
    assertEquals(
        List.of(fresh.get(0), SampleResults.with(fresh.get(1), later), fresh.get(2)),
        store().due(process, 5_000, 10, Long.MAX_VALUE));
  }

  @Test
  void settledEntriesAreNotDueUntilTheyAreRedone() {
    ProcessId process = SampleLog.randomProcess();
    List<OutboxEntry> fresh = fill(process, 0);

    store()
        .update(
            List.of(
                new StateChange(fresh.get(0).key(), new DeliveryState.Parked("")),
                new StateChange(fresh.get(1).key(), new DeliveryState.Refused("")),
                new StateChange(
                    fresh.get(2).key(), new DeliveryState.Delivered(SampleLog.randomId(), -1))));

    assertEquals(List.of(), store().due(process, Long.MAX_VALUE, 10, Long.MAX_VALUE));
    assertFalse(store().processesWithDue(Long.MAX_VALUE, 1_000).contains(process));

    store().update(List.of(new StateChange(fresh.get(0).key(), OutboxEntry.fresh())));

    assertEquals(List.of(fresh.get(0)), store().due(process, 0, 10, Long.MAX_VALUE));
  }

  @Test
  void unknownEntryChangesNothing() {
    ProcessId process = SampleLog.randomProcess();
    List<OutboxEntry> fresh = fill(process, 0);
    DeliveryState parked = new DeliveryState.Parked("");
    List<StateChange> changes =
        List.of(
            new StateChange(fresh.get(0).key(), parked),
            new StateChange(new OutboxKey(process, 9, 9), parked));

    assertThrows(StoreException.class, () -> store().update(changes));

    assertEquals(fresh, store().entries(process, 0));
  }

  @Test
  void lastChangeOfAnEntryCounts() {
    OutboxEntry entry = fill(SampleLog.randomProcess(), 0).getFirst();
    DeliveryState last = new DeliveryState.Refused("last");

    store()
        .update(
            List.of(
                new StateChange(entry.key(), new DeliveryState.Parked("first")),
                new StateChange(entry.key(), last)));

    assertEquals(last, store().entries(entry.key().process(), 0).getFirst().state());
  }

  @Test
  void processesWithDueEntriesAreListedOnceLongestWaitingFirst() {
    ProcessId late = SampleLog.randomProcess();
    ProcessId early = SampleLog.randomProcess();
    ProcessId future = SampleLog.randomProcess();
    postpone(late, 3_000);
    postpone(early, 2_000);
    postpone(future, 4_001);

    List<ProcessId> processes = store().processesWithDue(4_000, 1_000);

    assertEquals(1, processes.stream().filter(early::equals).count());
    assertTrue(processes.indexOf(early) < processes.indexOf(late));
    assertFalse(processes.contains(future));
    assertEquals(1, store().processesWithDue(4_000, 1).size());
  }

  @Test
  void countsFollowTheStates() {
    Counts before = store().counts();
    List<OutboxEntry> fresh = fill(SampleLog.randomProcess(), 0);
    Id item = SampleLog.randomId();

    store()
        .update(
            List.of(
                new StateChange(fresh.get(0).key(), new DeliveryState.Delivered(item, 1)),
                new StateChange(fresh.get(1).key(), new DeliveryState.Parked(""))));
    store().update(List.of(new StateChange(fresh.get(1).key(), new DeliveryState.Refused(""))));

    Counts after = store().counts();
    assertEquals(before.pending() + 1, after.pending());
    assertEquals(before.delivered() + 1, after.delivered());
    assertEquals(before.refused() + 1, after.refused());
    assertEquals(before.parked(), after.parked());
  }

  private void postpone(ProcessId process, long notBeforeMillis) {
    DeliveryState state = new DeliveryState.Pending(1, notBeforeMillis, null);
    store()
        .update(
            fill(process, 0).stream().map(entry -> new StateChange(entry.key(), state)).toList());
  }

  private List<OutboxEntry> fill(ProcessId process, long slot) {
    List<OutboxEntry> entries = SampleResults.outbox(process, slot);
    append(process, slot, entries);
    return entries;
  }

  private void append(ProcessId process, long slot, List<OutboxEntry> entries) {
    results().append(SampleResults.completed(process, slot), entries).toCompletableFuture().join();
  }
}
