package dev.holon.gateway;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/** The chain of blocks the node counts by, real or simulated. Thread-safe. */
public interface BlockSource {
  /** Mean time between two Arweave blocks. */
  long MILLIS_PER_BLOCK = 120_000;

  /** Height of the newest block. */
  long currentHeight();

  /** When the block at this height was made, for heights from 0 to the current one. */
  long timestampMillis(long height);

  /**
   * Blocks of which only the height is known: the newest is of this moment, the others lie two
   * minutes apart.
   */
  static BlockSource ofHeight(LongSupplier currentHeight, InstantSource clock) {
    return new BlockSource() {
      @Override
      public long currentHeight() {
        return currentHeight.getAsLong();
      }

      @Override
      public long timestampMillis(long height) {
        return Math.max(0, clock.millis() - (currentHeight() - height) * MILLIS_PER_BLOCK);
      }
    };
  }
}
