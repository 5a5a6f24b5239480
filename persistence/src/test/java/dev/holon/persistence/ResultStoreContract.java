package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.StoreException;
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
    StoredResult stored = SampleResults.completed(process, 3);

    append(stored, List.of());

    assertEquals(Optional.of(stored), store().result(process, 3));
    assertEquals(Optional.of(stored), store().newest(process));
    assertEquals(Optional.empty(), store().result(process, 2));
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
  void failedSlotsAreThoseBelowTheLimit() {
    ProcessId process = SampleLog.randomProcess();
    append(SampleResults.completed(process, 0), List.of());
    append(SampleResults.failed(process, 1), List.of());
    append(SampleResults.completed(process, 2), List.of());
    append(SampleResults.failed(process, 3), List.of());

    assertArrayEquals(new long[] {1, 3}, store().failedSlots(process, 4));
    assertArrayEquals(new long[] {1}, store().failedSlots(process, 3));
    assertArrayEquals(new long[0], store().failedSlots(process, 1));
  }

  @Test
  void processesBehindAreListedInPages() {
    List<ProcessId> behind = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      SampleLog log = SampleLog.create(this::write).messages(1, 10);
      append(SampleResults.completed(log.process(), 0), List.of());
      behind.add(log.process());
    }
    SampleLog done = SampleLog.create(this::write);
    append(SampleResults.completed(done.process(), 0), List.of());
    ProcessId untouched = SampleLog.create(this::write).process();
    behind.add(untouched);

    List<ProcessId> found = new ArrayList<>();
    List<ProcessId> page = store().processesBehind(null, 2);
    while (!page.isEmpty()) {
      assertTrue(page.size() <= 2);
      found.addAll(page);
      page = store().processesBehind(page.getLast(), 2);
    }

    assertEquals(found.stream().sorted().distinct().toList(), found);
    assertTrue(found.containsAll(behind));
    assertTrue(!found.contains(done.process()));
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
