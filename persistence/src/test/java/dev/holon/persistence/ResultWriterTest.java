package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.StoreException;
import dev.holon.protocol.ProcessId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResultWriterTest {
  private static final int RACE_COUNT = 100;

  private final ProcessId process = SampleLog.randomProcess();
  private final CountDownLatch release = new CountDownLatch(1);

  @Test
  void nobodyWaitsForAWriterThatHasDied() throws Exception {
    try (ResultWriter writer = writer(this::dieWhenReleased)) {
      List<CompletableFuture<Void>> stages = appendMany(writer, 1_000);
      release.countDown();

      for (CompletableFuture<Void> stage : stages) {
        assertFails(stage);
      }
      CompletableFuture<Void> late = append(writer, 1_000);
      assertTrue(late.isCompletedExceptionally(), "at once");
      assertFails(late);
    }
  }

  @Test
  void nobodyWaitsWhoAppendsWhileTheWriterDies() throws Exception {
    for (int i = 0; i < RACE_COUNT; i++) {
      try (ResultWriter writer = writer(ResultWriterTest::die)) {
        List<CompletableFuture<Void>> stages = new ArrayList<>();
        do {
          stages.add(append(writer, stages.size()));
        } while (!stages.getFirst().isDone());
        stages.add(append(writer, stages.size()));

        for (CompletableFuture<Void> stage : stages) {
          assertFails(stage);
        }
      }
    }
  }

  @Test
  void allWhoWaitFailWithTheServer() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    ResultWriter.Transaction lost =
        jobs -> {
          calls.incrementAndGet();
          await(release);
          throw new SQLException("gone", "08006");
        };
    try (ResultWriter writer = writer(lost)) {
      List<CompletableFuture<Void>> stages = appendMany(writer, 5_000);
      release.countDown();

      for (CompletableFuture<Void> stage : stages) {
        assertFails(stage);
      }
      assertEquals(1, calls.get());
    }
  }

  @Test
  void jobsWithoutFaultAreStoredOneByOne() throws Exception {
    List<ProcessId> others =
        List.of(SampleLog.randomProcess(), SampleLog.randomProcess(), SampleLog.randomProcess());
    ResultWriter.Transaction picky =
        jobs -> {
          await(release);
          if (jobs.stream().anyMatch(job -> job.process().equals(process))) {
            throw new SQLException("this one not", "22000");
          }
          return Set.of();
        };
    try (ResultWriter writer = writer(picky)) {
      CompletableFuture<Void> bad = append(writer, 0);
      List<CompletableFuture<Void>> good =
          others.stream().map(other -> append(writer, other, 0)).toList();
      CompletableFuture<Void> behind = append(writer, 1);
      release.countDown();

      for (CompletableFuture<Void> stage : good) {
        stage.get(10, TimeUnit.SECONDS);
      }
      assertFails(bad);
      assertFails(behind);
    }
  }

  private Set<ResultJob.ResultKey> dieWhenReleased(List<ResultJob> jobs) {
    await(release);
    return die(jobs);
  }

  private static Set<ResultJob.ResultKey> die(List<ResultJob> jobs) {
    throw new OutOfMemoryError("test");
  }

  private static ResultWriter writer(ResultWriter.Transaction transaction) {
    return new ResultWriter(transaction, 10_000, "test-writer");
  }

  private List<CompletableFuture<Void>> appendMany(ResultWriter writer, int count) {
    List<CompletableFuture<Void>> stages = new ArrayList<>();
    for (int slot = 0; slot < count; slot++) {
      stages.add(append(writer, slot));
    }
    return stages;
  }

  private CompletableFuture<Void> append(ResultWriter writer, long slot) {
    return append(writer, process, slot);
  }

  private static CompletableFuture<Void> append(ResultWriter writer, ProcessId of, long slot) {
    return writer.append(SampleResults.completed(of, slot), List.of()).toCompletableFuture();
  }

  private static void assertFails(CompletableFuture<Void> stage) {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> stage.get(10, TimeUnit.SECONDS));
    assertInstanceOf(StoreException.class, failure.getCause());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
