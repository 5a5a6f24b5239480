package dev.holon.core.cron;

import java.util.Comparator;

/**
 * One cron at one time, within the gap behind a log entry. Ticks of a gap are ordered: by the step,
 * blocks before durations, then by height and index.
 *
 * @param stepMillis the gap's beginning plus whole seconds: when a block has passed, and when a
 *     duration ends
 * @param isBlock whether a block-based cron ticks
 * @param index among the block-based crons, or among the time-based ones sorted by interval
 * @param timestampMillis what its message says
 * @param blockHeight what its message says
 */
public record Tick(
    long stepMillis, boolean isBlock, int index, long timestampMillis, long blockHeight)
    implements Comparable<Tick> {
  private static final Comparator<Tick> ORDER =
      Comparator.comparingLong(Tick::stepMillis)
          .thenComparing(Tick::isBlock, Comparator.reverseOrder())
          .thenComparingLong(tick -> tick.isBlock() ? tick.blockHeight() : 0)
          .thenComparingInt(Tick::index);

  @Override
  public int compareTo(Tick other) {
    return ORDER.compare(this, other);
  }
}
