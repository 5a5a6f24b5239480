package dev.holon.simulation.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.simulation.scale.AdmissionPlan.Signature;
import dev.holon.simulation.scale.RepeatedCall.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class RepeatedCallTest {
  private static long inSeconds(long seconds) {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void eachNumberIsCalledOnceAndFailuresAreCounted() throws InterruptedException {
    Set<Integer> called = new ConcurrentSkipListSet<>();

    Outcome outcome =
        new RepeatedCall(100, 8, 0, inSeconds(60))
            .run(
                number -> {
                  called.add(number);
                  if (number % 10 == 0) {
                    throw new IOException("refused");
                  }
                  return number % 10 != 1;
                });

    assertEquals(100, called.size());
    assertEquals(20, outcome.failedCount());
    assertEquals(80, outcome.micros().getTotalCount());
  }

  @Test
  void nothingBeginsBehindTheDeadline() throws InterruptedException {
    Outcome outcome = new RepeatedCall(10, 2, 0, System.nanoTime()).run(number -> true);

    assertEquals(10, outcome.failedCount());
  }

  @Test
  void callThatWaitsForASlowOneIsLate() throws InterruptedException {
    long restNanos = TimeUnit.MILLISECONDS.toNanos(20);

    Outcome outcome =
        new RepeatedCall(20, 1, 1_000, inSeconds(60))
            .run(
                number -> {
                  LockSupport.parkNanos(restNanos);
                  return true;
                });

    // The last one is due after 19 ms and must wait for the nineteen before it, 20 ms each.
    assertTrue(outcome.millis(100) >= 200, "the last one took " + outcome.millis(100) + " ms");
  }

  @Test
  void faultyPlansNameAllTheirFaults() {
    IllegalArgumentException density =
        assertThrows(
            IllegalArgumentException.class,
            () -> new DensityPlan(Path.of("x"), 10, 11, "1g", 0, Duration.ofSeconds(1), 60));
    assertEquals(
        "--live is 11: expected 1 to 10; --at-once is 0: expected 1 to 1000", density.getMessage());
    IllegalArgumentException signature =
        assertThrows(IllegalArgumentException.class, () -> Signature.parse("dsa"));
    assertEquals(
        "--signatures dsa is unknown: expected some of [ed25519, ethereum, arweave]",
        signature.getMessage());
  }
}
