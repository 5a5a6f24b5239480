package dev.holon.node.meter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.StoreException;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.meter.ClusterFigures;
import dev.holon.core.meter.FigureStore;
import dev.holon.core.settlement.WalletNote;
import dev.holon.testkit.InMemorySettlementStore;
import dev.holon.testkit.InMemoryStores;
import java.io.IOException;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
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

  @Test
  void figuresOfSettlementAreShown() {
    InMemorySettlementStore settlement = InMemoryStores.create().settlement();
    BigInteger winston = BigInteger.valueOf(2_500_000_000_000L);
    settlement.note(
        new WalletNote("arweave", "address", Optional.of(winston), Optional.empty(), "", 1));
    FigureStore store =
        () ->
            new ClusterFigures(
                0,
                new ClusterFigures.Backlog(0, 0, OptionalLong.empty()),
                new OutboxStore.Counts(0, 0, 0, 0),
                OptionalLong.empty(),
                OptionalLong.empty());
    try (PrometheusMeters meters = new PrometheusMeters();
        FigureReader reader =
            FigureReader.start(store, settlement, InstantSource.system(), meters)) {
      while (!meters.text().contains("holon_settlement_balance_ar 2.5")) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
      String text = meters.text();
      assertTrue(text.contains("holon_settlement_bundles{state=\"final\"} 0.0"), text);
      assertTrue(text.contains("holon_settlement_bundle_price_ar NaN"), text);
      assertTrue(text.contains("holon_settlement_oldest_seconds 0.0"), reader + text);
    }
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
        FigureReader reader =
            FigureReader.start(
                store, InMemoryStores.create().settlement(), InstantSource.system(), meters)) {
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
