package dev.holon.core.baselayer;

import dev.holon.core.cron.BlockTimes;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The blocks that are known, without a gap, in memory: 8 bytes for each, 2 MB for a year of them. A
 * block that claims to be earlier than the one below it counts as made with that one. Thread-safe.
 */
public final class KnownBlocks implements BlockTimes {
  private static final int CAPACITY_MIN = 1_024;

  private long oldestHeight;
  private int count;
  private long[] timestamps = new long[CAPACITY_MIN];

  /**
   * Adds the next block.
   *
   * @throws IllegalArgumentException when it does not lie on the newest
   */
  public synchronized void add(KnownBlock block) {
    if (count == 0) {
      oldestHeight = block.height();
    } else if (block.height() != oldestHeight + count) {
      throw new IllegalArgumentException(
          "block " + block.height() + " after block " + (oldestHeight + count - 1));
    }
    if (count == timestamps.length) {
      timestamps = Arrays.copyOf(timestamps, 2 * count);
    }
    long before = count == 0 ? 0 : timestamps[count - 1];
    timestamps[count++] = Math.max(before, block.timestampMillis());
  }

  /** Height of the newest block; empty while none is known. */
  public synchronized OptionalLong newestHeight() {
    return count == 0 ? OptionalLong.empty() : OptionalLong.of(oldestHeight + count - 1);
  }

  @Override
  public synchronized long heightAt(long millis) {
    requireSome();
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (timestamps[middle] <= millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return oldestHeight + Math.max(0, low - 1);
  }

  /** Also for heights that are not known: as if blocks lay {@code millisPerBlock} apart there. */
  public synchronized long timestampMillis(long height, long millisPerBlock) {
    requireSome();
    long newest = oldestHeight + count - 1;
    long nearest = Math.max(oldestHeight, Math.min(newest, height));
    long known = timestamps[(int) (nearest - oldestHeight)];
    return Math.max(0, known + (height - nearest) * millisPerBlock);
  }

  @Override
  public long timestampMillis(long height) {
    return timestampMillis(height, 0);
  }

  /** The next block may have the newest one's very time. */
  @Override
  public synchronized long completeUntilMillis() {
    return count == 0 ? -1 : timestamps[count - 1] - 1;
  }

  private void requireSome() {
    if (count == 0) {
      throw new IllegalStateException("no block is known");
    }
  }
}
