package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.StoreException;
import dev.holon.core.compute.Outcome;
import dev.holon.core.compute.ProcessProgress;
import dev.holon.core.compute.ResultPlace;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.compute.ResultStore.Order;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.ProcessId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store of results must do. */
@Timeout(60)
abstract class ResultStoreContract {
  abstract ResultStore store();

  abstract OutboxStore outbox();

  abstract void write(LogEntry entry);

  @Test
  void resultReadsBackAsStored() {
    ProcessId process = SampleLog.randomProcess();
    StoredResult stored = SampleResults.completed(process, 0);

    append(stored, List.of());

    assertEquals(Optional.of(stored), store().result(process, 0));
    assertEquals(Optional.of(stored), store().newest(process));
    assertEquals(Optional.empty(), store().result(process, 1));
    assertEquals(Optional.empty(), store().newest(SampleLog.randomProcess()));
  }

  @Test
  void resultAndOutboxAreStoredTogether() {
    ProcessId process = SampleLog.randomProcess();
    StoredResult stored = SampleResults.completed(process, 0);
    List<OutboxEntry> entries = SampleResults.outbox(process, 0);

    append(stored, entries);

    assertEquals(entries, outbox().entries(process, 0));
  }

  @Test
  void storingAgainChangesNothing() {
    ProcessId process = SampleLog.randomProcess();
    StoredResult stored = SampleResults.completed(process, 0);

    append(stored, SampleResults.outbox(process, 0));
    append(stored, SampleResults.outbox(process, 0));

    assertEquals(List.of(stored), store().results(process, 0, 10, 10, Order.ASCENDING));
    assertEquals(SampleResults.outbox(process, 0).size(), outbox().entries(process, 0).size());
  }

  @Test
  void anotherResultForASlotFails() {
    ProcessId process = SampleLog.randomProcess();
    StoredResult first = SampleResults.completed(process, 0);
    append(first, List.of());

    CompletionException failure =
        assertThrows(
            CompletionException.class,
            () -> append(SampleResults.failed(process, 0), SampleResults.outbox(process, 0)));

    assertInstanceOf(StoreException.class, failure.getCause());
    assertEquals(Optional.of(first), store().result(process, 0));
    assertEquals(List.of(), outbox().entries(process, 0));
  }

  @Test
  void rangesComeInBothOrders() {
    ProcessId process = SampleLog.randomProcess();
    List<StoredResult> all = new ArrayList<>();
    for (int slot = 0; slot < 10; slot++) {
      all.add(SampleResults.completed(process, slot));
      append(all.get(slot), List.of());
    }

    assertEquals(all.subList(2, 5), store().results(process, 2, 8, 3, Order.ASCENDING));
    assertEquals(all.subList(6, 9).reversed(), store().results(process, 2, 8, 3, Order.DESCENDING));
    assertEquals(all.subList(2, 4), store().results(process, 2, 3, 100, Order.ASCENDING));
    assertEquals(List.of(), store().results(process, 5, 4, 100, Order.ASCENDING));
    assertEquals(List.of(), store().results(process, 0, 9, 0, Order.DESCENDING));
  }

  @Test
  void slotIsRefusedWhileTheOneBeforeIsNotThere() {
    ProcessId process = SampleLog.randomProcess();
    ProcessId other = SampleLog.randomProcess();
    append(SampleResults.completed(process, 0), List.of());

    for (StoredResult gap :
        List.of(SampleResults.completed(process, 2), SampleResults.completed(other, 1))) {
      List<OutboxEntry> entries = SampleResults.outbox(gap.process(), gap.slot());
      CompletionException failure =
          assertThrows(CompletionException.class, () -> append(gap, entries));

      assertInstanceOf(StoreException.class, failure.getCause());
      assertEquals(Optional.empty(), store().result(gap.process(), gap.slot()));
      assertEquals(List.of(), outbox().entries(gap.process(), gap.slot()));
    }

    append(SampleResults.completed(process, 1), List.of());
    append(SampleResults.completed(process, 2), List.of());
    assertEquals(3, store().results(process, 0, 9, 9, Order.ASCENDING).size());
  }

  @Test
  void outcomesSayWhatCameOfARangeOfSlots() {
    ProcessId process = SampleLog.randomProcess();
    List<Outcome> all = new ArrayList<>();
    for (int slot = 0; slot < 4; slot++) {
      StoredResult stored =
          slot % 2 == 0
              ? SampleResults.completed(process, slot)
              : SampleResults.failed(process, slot);
      append(stored, List.of());
      all.add(Outcome.of(stored));
    }

    assertEquals(all, store().outcomesAfter(process, ResultPlace.NONE, 100));
    assertEquals(all.subList(1, 3), store().outcomesAfter(process, ResultPlace.ofSlot(0), 2));
    assertEquals(List.of(), store().outcomesAfter(process, ResultPlace.ofSlot(3), 100));
    assertEquals(
        List.of(), store().outcomesAfter(SampleLog.randomProcess(), ResultPlace.NONE, 100));
  }

  @Test
  void ticksStandBetweenTheirSlotsInEveryListing() {
    ProcessId process = SampleLog.randomProcess();
    List<StoredResult> all =
        List.of(
            SampleResults.completed(process, 0),
            SampleResults.tick(process, 0, 1, 1_001, "0-1-second"),
            SampleResults.tick(process, 0, 2, 1_001, "1-2-seconds"),
            SampleResults.tick(process, 0, 3, 1_005, "0-1-second"),
            SampleResults.completed(process, 1),
            SampleResults.tick(process, 1, 1, 1_015, "0-1-second"));
    all.forEach(stored -> append(stored, List.of()));

    assertEquals(Optional.of(all.get(5)), store().newest(process));
    assertEquals(Optional.of(all.get(0)), store().result(process, 0));
    assertEquals(all, store().results(process, 0, 1, 9, Order.ASCENDING));
    assertEquals(all.reversed(), store().results(process, 0, 9, 9, Order.DESCENDING));
    assertEquals(all.subList(0, 4), store().results(process, 0, 0, 9, Order.ASCENDING));
    ResultStore.Range range = new ResultStore.Range(all.get(2).place(), all.get(4).place(), 2);
    assertEquals(all.subList(2, 4), store().results(process, range, Order.ASCENDING));
    assertEquals(all.subList(3, 5).reversed(), store().results(process, range, Order.DESCENDING));
    assertEquals(
        all.stream().map(Outcome::of).toList(),
        store().outcomesAfter(process, ResultPlace.NONE, 9));
    assertEquals(
        all.stream().map(Outcome::of).toList().subList(3, 6),
        store().outcomesAfter(process, all.get(2).place(), 9));
    ResultStore.Range whole = new ResultStore.Range(ResultPlace.NONE, new ResultPlace(9, 9), 3);
    assertEquals(all.subList(1, 4), store().ticks(process, whole));
    assertEquals(Optional.of(all.get(5)), store().newestTick(process, "0-1-second"));
    assertEquals(Optional.of(all.get(2)), store().newestTick(process, "1-2-seconds"));
    assertEquals(Optional.empty(), store().newestTick(process, "2-3-seconds"));
    assertEquals(all.get(1).place(), store().placeAfter(process, 0, 1_000));
    assertEquals(all.get(3).place(), store().placeAfter(process, 0, 1_001));
    assertEquals(ResultPlace.ofSlot(1), store().placeAfter(process, 0, 1_005));
    assertEquals(
        Optional.of(all.get(2).place()), store().placeOf(process, 0, 1_001, "1-2-seconds"));
    assertEquals(Optional.empty(), store().placeOf(process, 1, 1_001, "1-2-seconds"));
  }

  @Test
  void tickIsRefusedWhileTheOneBeforeIsNotThere() {
    ProcessId process = SampleLog.randomProcess();
    append(SampleResults.completed(process, 0), List.of());
    StoredResult second = SampleResults.tick(process, 0, 2, 1_002, "0-1-second");

    assertThrows(CompletionException.class, () -> append(second, List.of()));

    append(SampleResults.tick(process, 0, 1, 1_001, "0-1-second"), List.of());
    append(second, List.of());
    append(second, List.of());
    assertEquals(second, store().newest(process).orElseThrow());
    assertThrows(
        CompletionException.class,
        () -> append(SampleResults.tick(process, 0, 2, 1_002, "0-1-second"), List.of()));
  }

  @Test
  void processesAreListedWithTheirProgress() {
    SampleLog untouched = SampleLog.create(this::write).messages(2, 10);
    SampleLog behind = SampleLog.create(this::write).messages(3, 10);
    append(SampleResults.completed(behind.process(), 0), List.of());
    append(SampleResults.completed(behind.process(), 1), List.of());

    List<ProcessProgress> found = new ArrayList<>();
    List<ProcessProgress> page = store().processes(null, 2);
    while (!page.isEmpty()) {
      found.addAll(page);
      page = store().processes(page.getLast().process(), 2);
    }

    assertTrue(found.contains(new ProcessProgress(untouched.process(), 2, ProcessProgress.NONE)));
    assertTrue(found.contains(new ProcessProgress(behind.process(), 3, 1)));
    List<ProcessId> ids = found.stream().map(ProcessProgress::process).toList();
    assertEquals(ids.stream().sorted().distinct().toList(), ids);
    assertThrows(IllegalArgumentException.class, () -> store().processes(null, 0));
  }

  @Test
  void eightThreadsKeepTheOrderOfEachProcess() {
    int processCount = 8;
    int slotCount = 200;
    ConcurrentLinkedQueue<StoredResult> completed = new ConcurrentLinkedQueue<>();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(processCount)) {
      for (int i = 0; i < processCount; i++) {
        ProcessId process = SampleLog.randomProcess();
        all.add(
            CompletableFuture.runAsync(() -> appendMany(process, slotCount, completed), executor));
      }
      all.forEach(CompletableFuture::join);
    }

    assertEquals(processCount * slotCount, completed.size());
    completed.stream()
        .collect(java.util.stream.Collectors.groupingBy(StoredResult::process))
        .forEach(
            (process, results) -> {
              List<Long> slots = results.stream().map(StoredResult::slot).toList();
              assertEquals(slots.stream().sorted().toList(), slots);
              assertEquals(
                  results, store().results(process, 0, slotCount, slotCount, Order.ASCENDING));
            });
  }

  private void appendMany(
      ProcessId process, int slotCount, ConcurrentLinkedQueue<StoredResult> completed) {
    List<CompletableFuture<Void>> stages = new ArrayList<>();
    for (int slot = 0; slot < slotCount; slot++) {
      StoredResult stored = SampleResults.completed(process, slot);
      stages.add(
          store()
              .append(stored, SampleResults.outbox(process, slot))
              .toCompletableFuture()
              .thenRun(() -> completed.add(stored)));
    }
    stages.forEach(CompletableFuture::join);
  }

  final void append(StoredResult result, List<OutboxEntry> entries) {
    store().append(result, entries).toCompletableFuture().join();
  }
}
