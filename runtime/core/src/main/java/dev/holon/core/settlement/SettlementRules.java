package dev.holon.core.settlement;

import java.time.Duration;

/**
 * When bundles are closed, and how they are followed.
 *
 * @param bundleBytesMax a bundle is closed when its items reach this; one entry may go beyond it
 * @param bundleAgeMax it is closed when its oldest entry is this old
 * @param depth confirmations that make it final
 * @param lookInterval how often it is looked at, times the confirmations that are missing
 * @param droppedAfter a bundle that no source has known for so long is posted again
 */
public record SettlementRules(
    long bundleBytesMax,
    Duration bundleAgeMax,
    long depth,
    Duration lookInterval,
    Duration droppedAfter) {
  /** A bundle is held in memory, several at a time. */
  public static final long BUNDLE_BYTES_LIMIT = 64L << 20;

  /** arweave.md §14: more items than that make gateways slow. A pair of items an entry. */
  public static final int ENTRIES_MAX = 5_000;

  /**
   * Checks all.
   *
   * @throws IllegalArgumentException naming the setting
   */
  public SettlementRules {
    require(
        bundleBytesMax >= 1 && bundleBytesMax <= BUNDLE_BYTES_LIMIT,
        "bundle-bytes is " + bundleBytesMax + ": must be 1 to " + BUNDLE_BYTES_LIMIT);
    require(!bundleAgeMax.isNegative(), "bundle-age is negative");
    require(depth >= 1, "depth is " + depth + ": must be at least 1");
    require(lookInterval.toMillis() >= 1, "look-interval must be at least 1 ms");
    require(droppedAfter.toMillis() >= 1, "dropped-after must be at least 1 ms");
  }

  private static void require(boolean isRight, String fault) {
    if (!isRight) {
      throw new IllegalArgumentException("holon.settlement." + fault);
    }
  }
}
