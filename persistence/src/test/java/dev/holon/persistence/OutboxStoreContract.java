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
import dev.holon.core.messenger.OutboxStore.DueEntry;
import dev.holon.core.messenger.OutboxStore.Filter;
import dev.holon.core.messenger.OutboxStore.Page;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.core.messenger.OutboxStore.StateKind;
import dev.holon.core.scheduler.ChainPosition;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

    assertEquals(all, due(process, 0, 100, Long.MAX_VALUE));
    assertEquals(all.subList(0, 5), due(process, 0, 5, Long.MAX_VALUE));
    assertEquals(List.of(), due(process, 0, 0, Long.MAX_VALUE));
    assertEquals(List.of(), due(SampleLog.randomProcess(), 0, 100, Long.MAX_VALUE));
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

    assertEquals(all.subList(0, 1), due(process, 0, 100, 0));
    assertEquals(all.subList(0, 1), due(process, 0, 100, -1));
    assertEquals(all.subList(0, 3), due(process, 0, 100, 25_000));
    assertEquals(all.subList(0, 2), due(process, 0, 2, 25_000));
    assertEquals(all, due(process, 0, 100, 49_000));
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

    assertEquals(List.of(fresh.get(0), fresh.get(2)), due(process, 4_999, 10, Long.MAX_VALUE));
    assertEquals(
        List.of(fresh.get(0), SampleResults.with(fresh.get(1), later), fresh.get(2)),
        due(process, 5_000, 10, Long.MAX_VALUE));
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

    assertEquals(List.of(), due(process, Long.MAX_VALUE, 10, Long.MAX_VALUE));
    assertFalse(store().processesWithDue(Long.MAX_VALUE, 1_000).contains(process));

    store().update(List.of(new StateChange(fresh.get(0).key(), OutboxEntry.fresh())));

    assertEquals(List.of(fresh.get(0)), due(process, 0, 10, Long.MAX_VALUE));
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

  @Test
  void entriesForTargetsThatAreBusyAreLeftOut() {
    ProcessId process = SampleLog.randomProcess();
    Id busy = SampleLog.randomId();
    OutboxEntry one = SampleResults.messageTo(process, 0, 0, busy);
    OutboxEntry two = SampleResults.messageTo(process, 0, 1, SampleLog.randomId());
    OutboxEntry nowhere = SampleResults.outbox(process, 0).get(2);
    append(process, 0, List.of(one, two, nowhere));

    List<DueEntry> due = store().due(process, 0, new Page(10, Long.MAX_VALUE, Set.of(busy)));

    assertEquals(List.of(two, nowhere), due.stream().map(DueEntry::entry).toList());
  }

  @Test
  void dueEntryWaitsForTheNearestBeforeItThatIsNotDue() {
    ProcessId process = SampleLog.randomProcess();
    Id target = SampleLog.randomId();
    List<OutboxEntry> line = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      line.add(SampleResults.messageTo(process, 0, i, target));
    }
    append(process, 0, line);
    conclude(
        List.of(
            change(line.get(1), new DeliveryState.Pending(0, 6_000, "its turn")),
            change(line.get(3), new DeliveryState.Pending(0, 7_000, "its turn"))));

    assertEquals(
        List.of(
            new DueEntry(line.get(0), 0, 0),
            new DueEntry(line.get(2), 6_000, 0),
            new DueEntry(line.get(4), 7_000, 0)),
        store().due(process, 5_000, new Page(10, Long.MAX_VALUE, Set.of())));
    assertEquals(
        List.of(0L, 0L, 0L, 7_000L),
        store().due(process, 6_000, new Page(10, Long.MAX_VALUE, Set.of())).stream()
            .map(DueEntry::behindMillis)
            .toList());
  }

  @Test
  void dueEntrySaysWhenTheFirstOfItsTargetIsDue() {
    ProcessId process = SampleLog.randomProcess();
    Id target = SampleLog.randomId();
    OutboxEntry first = SampleResults.messageTo(process, 0, 0, target);
    OutboxEntry other = SampleResults.messageTo(process, 0, 1, SampleLog.randomId());
    OutboxEntry second = SampleResults.messageTo(process, 1, 0, target);
    append(process, 0, List.of(first, other));
    append(process, 1, List.of(second));
    OutboxEntry spawn = SampleResults.outbox(process, 2).get(1);
    append(process, 2, List.of(spawn));

    conclude(List.of(change(first, new DeliveryState.Pending(1, 9_000, "away"))));

    assertEquals(
        List.of(
            new DueEntry(other, 0, 0), new DueEntry(second, 9_000, 0), new DueEntry(spawn, 0, 0)),
        store().due(process, 5_000, new Page(10, Long.MAX_VALUE, Set.of())));

    conclude(List.of(change(first, new DeliveryState.Refused(""))));

    assertEquals(
        new DueEntry(second, 0, 0),
        store().due(process, 5_000, new Page(10, Long.MAX_VALUE, Set.of())).get(1));
  }

  @Test
  void deliveredEntriesCountForTheirChain() {
    ProcessId process = SampleLog.randomProcess();
    ChainPosition chain = new ChainPosition(SampleLog.randomId(), 2);
    List<OutboxEntry> entries = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      OutboxEntry entry = SampleResults.messageTo(process, 0, i, SampleLog.randomId());
      entries.add(SampleResults.at(entry, i == 1 ? new ChainPosition(chain.root(), 1) : chain));
    }
    append(process, 0, entries);
    DeliveryState delivered = new DeliveryState.Delivered(SampleLog.randomId(), 1);

    for (int i = 0; i < 2; i++) {
      conclude(
          List.of(
              change(entries.get(0), delivered),
              change(entries.get(1), delivered),
              change(entries.get(2), delivered)));
    }

    assertEquals(
        List.of(new DueEntry(entries.get(3), 0, 2)),
        store().due(process, 0, new Page(10, Long.MAX_VALUE, Set.of())));
  }

  @Test
  void parkedEntryStaysParkedUnlessItWasDelivered() {
    ProcessId process = SampleLog.randomProcess();
    List<OutboxEntry> fresh = fill(process, 0);
    DeliveryState parked = new DeliveryState.Parked("by an operator");
    DeliveryState delivered = new DeliveryState.Delivered(SampleLog.randomId(), 4);
    store().update(List.of(change(fresh.get(0), parked), change(fresh.get(1), parked)));

    conclude(
        List.of(
            change(fresh.get(0), new DeliveryState.Pending(1, 5, "away")),
            change(fresh.get(1), delivered),
            change(SampleResults.messageTo(process, 9, 9, process.id()), delivered)));

    assertEquals(
        List.of(parked, delivered, fresh.get(2).state()),
        store().entries(process, 0).stream().map(OutboxEntry::state).toList());
  }

  @Test
  void redoneEntryIsDueAtOnceInAnotherChain() {
    Counts before = store().counts();
    ProcessId process = SampleLog.randomProcess();
    OutboxEntry entry = fill(process, 0).getFirst();
    ChainPosition chain = ChainPosition.redone(SampleLog.randomId());
    store().update(List.of(change(entry, new DeliveryState.Refused("no"))));

    assertTrue(store().redo(entry.key(), chain));
    assertFalse(store().redo(new OutboxKey(process, 7, 0), chain));

    OutboxEntry expected = SampleResults.at(entry, chain);
    assertEquals(expected, due(process, 0, 1, Long.MAX_VALUE).getFirst());
    assertEquals(expected, store().entry(entry.key()).orElseThrow());
    assertEquals(before.refused(), store().counts().refused());
    assertEquals(before.pending() + 3, store().counts().pending());
    assertTrue(store().entry(new OutboxKey(process, 7, 0)).isEmpty());
  }

  @Test
  void listingGoesOnBehindAnEntryAndKnowsStates() {
    ProcessId process = SampleLog.randomProcess();
    List<OutboxEntry> all = new ArrayList<>(fill(process, 0));
    all.addAll(fill(process, 1));
    DeliveryState parked = new DeliveryState.Parked("held");
    store().update(List.of(change(all.get(1), parked), change(all.get(4), parked)));
    all.set(1, all.get(1).with(parked));
    all.set(4, all.get(4).with(parked));

    assertEquals(all, list(process, null, null, 10));
    assertEquals(all.subList(0, 2), list(process, null, null, 2));
    assertEquals(all.subList(2, 6), list(process, null, all.get(1).key(), 10));
    assertEquals(List.of(all.get(1), all.get(4)), list(process, StateKind.PARKED, null, 10));
    assertEquals(List.of(all.get(4)), list(process, StateKind.PARKED, all.get(1).key(), 10));
    assertEquals(List.of(), list(process, StateKind.DELIVERED, null, 10));
    assertTrue(
        list(null, StateKind.PARKED, all.get(0).key(), 1).contains(all.get(1)),
        "a listing of all processes goes on in the middle of one");
  }

  @Test
  void listingEndsAfterTheEntryThatBringsItOverItsSize() {
    ProcessId process = SampleLog.randomProcess();
    List<OutboxEntry> all = new ArrayList<>();
    for (int slot = 0; slot < 4; slot++) {
      List<OutboxEntry> entries = List.of(SampleResults.message(process, slot, 10_000));
      append(process, slot, entries);
      all.addAll(entries);
    }

    Filter filter = new Filter(process, null, null);
    assertEquals(all.subList(0, 1), store().list(filter, 10, 0));
    assertEquals(all.subList(0, 3), store().list(filter, 10, 25_000));
  }

  @Test
  void everyActionReadsBackAsStored() {
    ProcessId process = SampleLog.randomProcess();
    OutboxEntry carrier =
        new OutboxEntry(
            new OutboxKey(process, 0, 0),
            null,
            new OutboxEntry.Action.AssignCarrier(3, "prözess"),
            OutboxEntry.fresh());
    append(process, 0, List.of(carrier));

    assertEquals(List.of(carrier), store().entries(process, 0));
  }

  private List<OutboxEntry> list(
      @Nullable ProcessId process, @Nullable StateKind state, @Nullable OutboxKey after, int max) {
    return store().list(new Filter(process, state, after), max, Long.MAX_VALUE);
  }

  private static StateChange change(OutboxEntry entry, DeliveryState state) {
    return new StateChange(entry.key(), state);
  }

  private List<OutboxEntry> due(ProcessId process, long nowMillis, int countMax, long bytesMax) {
    return store().due(process, nowMillis, new Page(countMax, bytesMax, Set.of())).stream()
        .map(DueEntry::entry)
        .toList();
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

  private void conclude(List<StateChange> changes) {
    store().conclude(changes).toCompletableFuture().join();
  }
}
