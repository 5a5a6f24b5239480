package dev.holon.core.settlement;

import java.util.OptionalLong;

/**
 * How much is settled, and how much not.
 *
 * @param backlogEntries entries in no bundle yet; may count some that never came to be
 * @param backlogBytes about how large they are: the first thousand are measured
 * @param oldestMillis timestamp of the oldest entry that is not final; empty when all are
 */
public record SettlementFigures(
    long backlogEntries, long backlogBytes, OptionalLong oldestMillis, Counts bundles) {

  /** Bundles by state. */
  public record Counts(long queued, long posted, long seen, long settled) {
    /** The number of one state. */
    public long of(BundleState state) {
      return switch (state) {
        case QUEUED -> queued;
        case POSTED -> posted;
        case SEEN -> seen;
        case FINAL -> settled;
      };
    }
  }

  /** Where nothing has ever been settled: what is there is no backlog. */
  public static final SettlementFigures NONE =
      new SettlementFigures(0, 0, OptionalLong.empty(), new Counts(0, 0, 0, 0));
}
