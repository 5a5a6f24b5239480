package dev.holon.core.messenger;

/**
 * When to try again: 1 s doubling to 10 min, each time less up to a quarter, so that retries of one
 * moment drift apart.
 */
public final class Backoff {
  private static final long FIRST_MILLIS = 1_000;
  private static final long LAST_MILLIS = 600_000;
  private static final int DOUBLINGS_MAX = 10;

  private Backoff() {}

  /**
   * How long to wait after {@code attempts} failures, in milliseconds. The spread comes from the
   * entry's place in the log and the attempt: the same on each node, different for neighbours.
   */
  public static long delayMillis(int attempts, OutboxKey key) {
    return delayMillis(attempts, key.hashCode());
  }

  /** As above; {@code spread} is different for what must not be tried again at once. */
  public static long delayMillis(int attempts, long spread) {
    long longest =
        Math.min(LAST_MILLIS, FIRST_MILLIS << Math.min(Math.max(attempts - 1, 0), DOUBLINGS_MAX));
    long bits = (spread * 31L + attempts) * 0x9E3779B97F4A7C15L;
    return longest - Math.floorMod(bits >>> 16, longest / 4 + 1);
  }
}
