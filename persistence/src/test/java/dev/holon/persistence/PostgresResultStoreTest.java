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
            settings.connectTimeout());
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
    }
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
