package dev.holon.core.messenger;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BackoffTest {
  @Property
  void waitsLongerEachTimeUpToTenMinutes(
      @ForAll @IntRange(min = 1) int attempts, @ForAll long slot) {
    OutboxKey key = new OutboxKey(new ProcessId(Id.of(new byte[32])), slot, 0);

    long delay = Backoff.delayMillis(attempts, key);

    long longest = Math.min(600_000, 1_000L << Math.min(attempts - 1, 20));
    assertTrue(delay <= longest);
    assertTrue(delay >= longest * 3 / 4 - 1);
  }
}
