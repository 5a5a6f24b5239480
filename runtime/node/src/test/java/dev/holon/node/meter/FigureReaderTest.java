package dev.holon.node.meter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.StoreException;
import dev.holon.core.meter.ClusterFigures;
import dev.holon.core.meter.FigureStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An alert waits for figures that do not come, so their absence must show as a number. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class FigureReaderTest {
  private static final String NAME = "holon_node_figures_seconds ";

  @Test
  void readingThatFailsTakesEndless() {
    awaitSeconds(
        () -> {
          throw new StoreException("away", new IOException("no answer"));
        },
        seconds -> seconds == Double.POSITIVE_INFINITY);
  }

  @Test
  void readingThatDoesNotEndGrows() {
    CountDownLatch never = new CountDownLatch(1);

    awaitSeconds(() -> await(never), seconds -> seconds > 0.2 && seconds < 20);

    never.countDown();
  }

  private static ClusterFigures await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new StoreException("given up", new IOException("given up"));
  }

  private static void awaitSeconds(FigureStore store, DoublePredicate expected) {
    try (PrometheusMeters meters = new PrometheusMeters();
        FigureReader reader = FigureReader.start(store, InstantSource.system(), meters)) {
      while (!expected.test(seconds(meters))) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
      assertTrue(expected.test(seconds(meters)), reader::toString);
    }
  }

  private static double seconds(PrometheusMeters meters) {
    return meters
        .text()
        .lines()
        .filter(line -> line.startsWith(NAME))
        .map(line -> line.substring(NAME.length()).replace("Inf", "Infinity"))
        .mapToDouble(Double::parseDouble)
        .findFirst()
        .orElseThrow();
  }
}
