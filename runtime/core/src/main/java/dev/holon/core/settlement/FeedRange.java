package dev.holon.core.settlement;

/**
 * A run of the {@link dev.holon.core.scheduler.LogFeed}: the first {@code entryCount} entries
 * behind a position. The journal never changes, so the same range gives the same entries at any
 * time.
 *
 * @param from the position before the first entry
 * @param to the position after the last one
 */
public record FeedRange(long from, long to, int entryCount) {
  /** Checks the order of the positions. */
  public FeedRange {
    if (from < 0 || to <= from || entryCount < 1) {
      throw new IllegalArgumentException(
          "no range: " + entryCount + " entries from " + from + " to " + to);
    }
  }
}
