package dev.holon.core.messenger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChainRatesTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final Id ROOT = id(1);
  private static final ChainLimits LIMITS = new ChainLimits(10, 10, 100, 200, 20);

  @Test
  void entriesOverTheRateGetTurnsEvenlySpaced() {
    ChainRates rates = new ChainRates(LIMITS);
    for (int i = 0; i < 20; i++) {
      assertEquals(NOW, rates.turnMillis(ROOT, key(i), NOW));
    }

    for (int i = 0; i < 400; i++) {
      assertEquals(NOW + 5L * (i + 1), rates.turnMillis(ROOT, key(20 + i), NOW));
    }
  }

  @Test
  void turnIsKeptForItsEntryAndTakenOnce() {
    ChainRates rates = new ChainRates(LIMITS);
    for (int i = 0; i < 30; i++) {
      rates.turnMillis(ROOT, key(i), NOW);
    }

    assertEquals(NOW + 25, rates.turnMillis(ROOT, key(24), NOW + 3), "too early");
    assertEquals(NOW + 25, rates.turnMillis(ROOT, key(24), NOW + 30));
    assertEquals(NOW + 55, rates.turnMillis(ROOT, key(24), NOW + 30), "a second time");
  }

  @Test
  void neverMoreThanBurstAndRateWhoeverComesWhen() {
    ChainRates rates = new ChainRates(LIMITS);
    TreeMap<Long, Integer> waiting = new TreeMap<>();
    int nextKey = 0;
    int gone = 0;
    for (long millis = 0; millis <= 3_000; millis++) {
      // What came before its turn comes back, late by up to a step; two new ones come each time.
      while (!waiting.isEmpty() && waiting.firstKey() / 10_000 + millis % 50 <= millis) {
        int key = waiting.pollFirstEntry().getValue();
        assertTrue(rates.turnMillis(ROOT, key(key), NOW + millis) <= NOW + millis, "waits twice");
        gone++;
      }
      for (int i = 0; i < 2; i++) {
        int key = nextKey++;
        long turn = rates.turnMillis(ROOT, key(key), NOW + millis) - NOW;
        if (turn <= millis) {
          gone++;
        } else {
          waiting.put(turn * 10_000 + key, key);
        }
      }
      assertTrue(gone <= 20 + millis / 5 + 1, gone + " within " + millis + " ms");
    }
    assertTrue(gone >= 600, "the rate is used: " + gone);
  }

  @Test
  void turnThatIsNotTakenIsForfeited() {
    ChainRates rates = new ChainRates(LIMITS);
    for (int i = 0; i < 2_020; i++) {
      rates.turnMillis(ROOT, key(i), NOW);
    }
    long back = NOW + 10_000 + ChainRates.LATE_MILLIS + 1;

    int atOnce = 0;
    for (int i = 20; i < 2_020; i++) {
      atOnce += rates.turnMillis(ROOT, key(i), back) <= back ? 1 : 0;
    }

    assertEquals(20, atOnce, "a node that stood still starts with a burst and no more");
  }

  @Test
  void laterTurnCountsOnlyOverTheRate() {
    ChainRates rates = new ChainRates(LIMITS);
    for (int i = 0; i < 50; i++) {
      assertEquals(NOW, rates.laterTurnMillis(ROOT, key(i), NOW));
    }
    for (int i = 0; i < 20; i++) {
      assertEquals(NOW, rates.turnMillis(ROOT, key(i), NOW));
    }

    assertEquals(NOW + 5, rates.laterTurnMillis(ROOT, key(60), NOW));
    assertEquals(NOW + 10, rates.laterTurnMillis(ROOT, key(61), NOW));
    assertEquals(NOW + 5, rates.laterTurnMillis(ROOT, key(60), NOW), "kept");
    assertEquals(NOW, rates.turnMillis(id(2), key(62), NOW), "another chain");
  }

  @Test
  void turnsAreBoundedAndOneBeyondAsksAnew() {
    ChainRates rates = new ChainRates(LIMITS, 3);
    for (int i = 0; i < 23; i++) {
      rates.turnMillis(ROOT, key(i), NOW);
    }

    assertEquals(NOW + 20, rates.turnMillis(ROOT, key(23), NOW));
    assertEquals(NOW + 20, rates.turnMillis(ROOT, key(24), NOW));
    assertEquals(NOW + 5, rates.turnMillis(ROOT, key(20), NOW + 5), "takes its turn");
    assertEquals(NOW + 20, rates.turnMillis(ROOT, key(24), NOW + 5));
    assertEquals(NOW + 25, rates.turnMillis(ROOT, key(23), NOW + 5));
  }

  @Test
  void largestLimitsDoNotOverflow() {
    ChainRates rates =
        new ChainRates(new ChainLimits(1, 1, 1, Integer.MAX_VALUE, Integer.MAX_VALUE));

    assertEquals(NOW, rates.turnMillis(ROOT, key(1), NOW));
    assertEquals(NOW * 2, rates.turnMillis(ROOT, key(2), NOW * 2));
  }

  private static OutboxKey key(int index) {
    return new OutboxKey(new ProcessId(id(9)), 1, index);
  }

  private static Id id(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return Id.of(bytes);
  }
}
