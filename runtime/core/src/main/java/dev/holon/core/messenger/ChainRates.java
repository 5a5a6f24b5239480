package dev.holon.core.messenger;

import dev.holon.protocol.Id;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets each chain push so many entries a second and no more, so that one that multiplies leaves the
 * node to the others. A token bucket a chain; the chain not seen for longest is forgotten, and then
 * starts with a full bucket. Thread-safe.
 */
public final class ChainRates {
  private static final int CHAINS_MAX = 10_000;
  private static final long MILLIS_PER_SECOND = 1_000;

  private final ChainLimits limits;
  private final Map<Id, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Id, Bucket> eldest) {
          return size() > CHAINS_MAX;
        }
      };

  public ChainRates(ChainLimits limits) {
    this.limits = limits;
  }

  // Thousandths of an entry, so that the arithmetic stays in integers.
  private record Bucket(long thousandths, long atMillis) {}

  /** Takes one entry's turn; returns 0, or for how many milliseconds the entry must wait. */
  public synchronized long take(Id root, long nowMillis) {
    long full = limits.burst() * MILLIS_PER_SECOND;
    Bucket before = buckets.getOrDefault(root, new Bucket(full, nowMillis));
    long elapsed = Math.max(0, nowMillis - before.atMillis());
    long gained = Math.min(full, elapsed * limits.perSecond());
    long level = Math.min(full, before.thousandths() + gained);
    if (level < MILLIS_PER_SECOND) {
      buckets.put(root, new Bucket(level, nowMillis));
      // Those that wait come back together; by then as many may go as came in the meantime.
      return MILLIS_PER_SECOND;
    }
    buckets.put(root, new Bucket(level - MILLIS_PER_SECOND, nowMillis));
    return 0;
  }
}
