package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.StoreException;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.compute.ResultStore.Order;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.ProcessId;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresResultStoreTest extends ResultStoreContract {
  private final PostgresResultStore store = new PostgresResultStore(TestDatabase.get());
  private final OutboxStore outbox = new PostgresOutboxStore(TestDatabase.get());

  @Override
  ResultStore store() {
    return store;
  }

  @Override
  OutboxStore outbox() {
    return outbox;
  }

  @Override
  void write(LogEntry entry) {
    JournalRow.write(entry);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void badOutboxUndoesItsResultAndNothingElse() throws Exception {
    ProcessId bad = SampleLog.randomProcess();
    List<ProcessId> good = IntStream.range(0, 20).mapToObj(i -> SampleLog.randomProcess()).toList();
    // The key of an entry that belongs to another slot twice: a duplicate that only the database
    // sees.
    OutboxEntry entry = SampleResults.outbox(bad, 0).getFirst();

    CompletionStage<Void> failing;
    List<CompletionStage<Void>> passing;
    try (Connection blocker = blockResults()) {
      passing =
          good.stream()
              .map(process -> store.append(SampleResults.completed(process, 0), List.of()))
              .toList();
      failing = store.append(SampleResults.completed(bad, 0), List.of(entry, entry));
    }

    CompletionException failure =
        assertThrows(CompletionException.class, () -> failing.toCompletableFuture().join());
    assertInstanceOf(StoreException.class, failure.getCause());
    passing.forEach(stage -> stage.toCompletableFuture().join());
    good.forEach(process -> assertTrue(store.result(process, 0).isPresent()));
    assertEquals(Optional.empty(), store.newest(bad));
    assertEquals(List.of(), outbox.entries(bad, 0));
  }

  @Test
  void nothingIsStoredBehindAFailedSlot() throws Exception {
    ProcessId process = SampleLog.randomProcess();
    OutboxEntry entry = SampleResults.outbox(process, 1).getFirst();
    append(SampleResults.completed(process, 0), List.of());

    List<CompletionStage<Void>> stages = new ArrayList<>();
    try (Connection blocker = blockResults()) {
      stages.add(store.append(SampleResults.completed(process, 1), List.of(entry, entry)));
      stages.add(store.append(SampleResults.completed(process, 2), List.of()));
    }
    for (CompletionStage<Void> stage : stages) {
      assertThrows(CompletionException.class, () -> stage.toCompletableFuture().join());
    }
    assertThrows(
        CompletionException.class, () -> append(SampleResults.completed(process, 3), List.of()));

    assertEquals(0, store.newest(process).orElseThrow().slot());

    for (int slot = 1; slot < 4; slot++) {
      append(SampleResults.completed(process, slot), List.of());
    }
    assertEquals(4, store.results(process, 0, 9, 9, Order.ASCENDING).size());
  }

  @Test
  void fullQueueRefusesWithoutBlocking() throws Exception {
    DatabaseSettings settings = TestDatabase.get().settings();
    DatabaseSettings small =
        new DatabaseSettings(
            settings.jdbcUrl(),
            settings.user(),
            settings.password(),
            1,
            1,
            1,
            4,
            settings.connectTimeout(),
            false);
    ProcessId process = SampleLog.randomProcess();

    try (Database database = Database.open(small);
        PostgresResultStore narrow = new PostgresResultStore(database)) {
      List<CompletableFuture<Void>> stages = new ArrayList<>();
      try (Connection blocker = blockResults()) {
        for (int slot = 0; slot < 1_000; slot++) {
          stages.add(
              narrow
                  .append(SampleResults.completed(process, slot), List.of())
                  .toCompletableFuture());
        }
        CompletionException refused =
            assertThrows(CompletionException.class, stages.getLast()::join);
        assertInstanceOf(StoreException.class, refused.getCause());
        assertTrue(refused.getCause().getMessage().contains("LATER"), refused.getMessage());
      }
      stages.getFirst().join();
      stages.forEach(stage -> stage.handle((done, fault) -> null).join());

      CompletableFuture<Void> behind =
          narrow.append(SampleResults.completed(process, 1_000), List.of()).toCompletableFuture();

      assertThrows(CompletionException.class, behind::join);
      long stored = stages.stream().filter(stage -> !stage.isCompletedExceptionally()).count();
      assertEquals(stored - 1, narrow.newest(process).orElseThrow().slot());
    }
  }

  @Test
  void nothingIsStoredBehindASlotThatDoesNotEncode() throws Exception {
    ProcessId process = SampleLog.randomProcess();
    List<CompletionStage<Void>> stages = new ArrayList<>();

    try (Connection blocker = blockResults()) {
      stages.add(store.append(SampleResults.completed(process, 0), List.of()));
      stages.add(store.append(SampleResults.unencodable(process, 1), List.of()));
      stages.add(store.append(SampleResults.completed(process, 2), List.of()));
      stages.add(store.append(SampleResults.completed(process, 3), List.of()));
    }

    stages.getFirst().toCompletableFuture().join();
    for (CompletionStage<Void> stage : stages.subList(1, 4)) {
      CompletionException failure =
          assertThrows(CompletionException.class, () -> stage.toCompletableFuture().join());
      assertInstanceOf(StoreException.class, failure.getCause());
    }
    assertEquals(0, store.newest(process).orElseThrow().slot());
  }

  @Test
  void resultsBehindAConflictAreNotStored() throws Exception {
    ProcessId process = SampleLog.randomProcess();
    append(SampleResults.completed(process, 0), List.of());
    append(SampleResults.completed(process, 1), List.of());
    List<CompletionStage<Void>> stages = new ArrayList<>();

    try (Connection blocker = blockResults()) {
      for (int slot = 1; slot < 4; slot++) {
        stages.add(store.append(SampleResults.failed(process, slot), List.of()));
      }
    }

    stages.forEach(
        stage -> assertThrows(CompletionException.class, () -> stage.toCompletableFuture().join()));
    assertEquals(1, store.newest(process).orElseThrow().slot());
    append(SampleResults.completed(process, 2), List.of());
  }

  @Test
  void pageEndsAfterTheResultThatBringsItOverItsSize() {
    ProcessId process = SampleLog.randomProcess();
    List<StoredResult> all = new ArrayList<>();
    for (int slot = 0; slot < 5; slot++) {
      all.add(SampleResults.large(process, slot, 10_000));
      append(all.get(slot), List.of());
    }

    try (PostgresResultStore narrow = new PostgresResultStore(TestDatabase.get(), 25_000)) {
      assertEquals(all.subList(0, 3), narrow.results(process, 0, 9, 9, Order.ASCENDING));
      assertEquals(all.subList(3, 5), narrow.results(process, 3, 9, 9, Order.ASCENDING));
      assertEquals(
          all.subList(2, 5).reversed(), narrow.results(process, 0, 9, 9, Order.DESCENDING));
    }
    assertEquals(all, store.results(process, 0, 9, 9, Order.ASCENDING));
  }

  @Test
  void closeStoresWhatIsWaiting() throws Exception {
    ProcessId process = SampleLog.randomProcess();
    List<CompletionStage<Void>> stages = new ArrayList<>();
    for (int slot = 0; slot < 500; slot++) {
      stages.add(store.append(SampleResults.completed(process, slot), List.of()));
    }

    store.close();

    stages.forEach(stage -> assertTrue(stage.toCompletableFuture().isDone()));
    assertEquals(499, store.newest(process).orElseThrow().slot());
    assertThrows(
        CompletionException.class, () -> append(SampleResults.completed(process, 500), List.of()));
  }

  @Test
  void repeatedResultsInABatchAreNoConflict() throws Exception {
    ProcessId process = SampleLog.randomProcess();
    StoredResult stored = SampleResults.completed(process, 0);
    List<CompletionStage<Void>> stages = new ArrayList<>();

    try (Connection blocker = blockResults()) {
      for (int i = 0; i < 10; i++) {
        stages.add(store.append(stored, SampleResults.outbox(process, 0)));
      }
    }

    stages.forEach(stage -> stage.toCompletableFuture().join());
    assertEquals(3, outbox.entries(process, 0).size());
    assertEquals(new OutboxKey(process, 0, 2), outbox.entries(process, 0).getLast().key());
  }

  /**
   * Keeps all writers waiting until it is closed, so that what is appended meanwhile shares a
   * batch.
   */
  private static Connection blockResults() throws Exception {
    Connection connection = TestDatabase.connect();
    connection.setAutoCommit(false);
    connection.createStatement().execute("LOCK TABLE result IN SHARE ROW EXCLUSIVE MODE");
    return connection;
  }
}
