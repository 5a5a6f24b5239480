package dev.holon.arweave.client;

/**
 * How well a source answers: a running mean of its answers' times, made worse by its failures, and
 * a pause after several in a row. After a pause one more failure is enough for the next.
 * Thread-safe.
 */
final class SourceHealth {
  static final int FAILURES_MAX = 5;
  static final long PAUSE_MILLIS = 30_000;

  /** For a source that gave other bytes than those of the id it was asked by. */
  static final long LIE_PAUSE_MILLIS = 600_000;

  private static final double NEWEST_SHARE = 0.2;
  private static final double FAILURE_PENALTY_MILLIS = 2_000;

  private double meanMillis;
  private double failureShare;
  private int failuresInRow;
  private long closedUntilMillis;

  synchronized void answered(long tookMillis) {
    meanMillis += NEWEST_SHARE * (tookMillis - meanMillis);
    failureShare -= NEWEST_SHARE * failureShare;
    failuresInRow = 0;
  }

  synchronized void failed(long nowMillis) {
    failureShare += NEWEST_SHARE * (1 - failureShare);
    failuresInRow++;
    if (failuresInRow >= FAILURES_MAX) {
      closedUntilMillis = nowMillis + PAUSE_MILLIS;
    }
  }

  synchronized void lied(long nowMillis) {
    failureShare = 1;
    failuresInRow = FAILURES_MAX;
    closedUntilMillis = nowMillis + LIE_PAUSE_MILLIS;
  }

  synchronized boolean isPaused(long nowMillis) {
    return closedUntilMillis > nowMillis;
  }

  /** Less is better: milliseconds until an answer may be expected. */
  synchronized double score() {
    return meanMillis + failureShare * FAILURE_PENALTY_MILLIS;
  }
}
