package dev.holon.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.StoreException;
import dev.holon.core.meter.Meters;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class StoreGateTest {
  private final StoreGate gate = new StoreGate(Meters.NONE);

  @Test
  void callThatHangsIsGivenUpWhenTheGateShuts() {
    try (StoreCalls calls = new StoreCalls(1, gate)) {
      CompletableFuture<Void> begun = new CompletableFuture<>();
      CompletableFuture<Integer> end = new CompletableFuture<>();
      CompletableFuture<Integer> call =
          calls
              .call(
                  () -> {
                    begun.complete(null);
                    return end.join();
                  })
              .toCompletableFuture();
      begun.join();

      gate.set(false);

      CompletionException fault = assertThrows(CompletionException.class, call::join);
      assertInstanceOf(StoreException.class, fault.getCause());
      end.complete(1);
    }
  }

  @Test
  void shutGateMakesNoCall() {
    try (StoreCalls calls = new StoreCalls(1, gate)) {
      AtomicBoolean wasMade = new AtomicBoolean();
      gate.set(false);

      CompletableFuture<Boolean> refused =
          calls.call(() -> wasMade.getAndSet(true)).toCompletableFuture();

      assertTrue(refused.isCompletedExceptionally());
      assertFalse(wasMade.get());
    }
  }

  @Test
  void openGateLetsCallsThroughAgain() {
    try (StoreCalls calls = new StoreCalls(1, gate)) {
      gate.set(false);
      gate.set(true);

      assertEquals(7, calls.call(() -> 7).toCompletableFuture().join());
    }
  }

  @Test
  void outcomeBeforeTheGateShutsStays() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    CompletableFuture<String> outcome = orAway(stage);

    stage.complete("done");
    gate.set(false);

    assertEquals("done", outcome.join());
    assertEquals("away", orAway(new CompletableFuture<>()).join());
  }

  private CompletableFuture<String> orAway(CompletableFuture<String> stage) {
    return gate.orElse(stage, () -> CompletableFuture.completedFuture("away"))
        .toCompletableFuture();
  }
}
