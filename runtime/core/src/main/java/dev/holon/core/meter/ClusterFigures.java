package dev.holon.core.meter;

import dev.holon.core.messenger.OutboxStore;
import java.util.OptionalLong;

/**
 * What the stores of a cluster hold; the same on each of its nodes. Times are milliseconds since
 * 1970.
 *
 * @param processCount processes that have a log
 * @param outbox entries by state
 * @param oldestPendingMillis timestamp of the oldest result with a pending entry; empty when none
 *     is pending
 * @param oldestCronMillis when the process whose turn comes first has its next tick; empty when no
 *     process has crons
 */
public record ClusterFigures(
    long processCount,
    Backlog backlog,
    OutboxStore.Counts outbox,
    OptionalLong oldestPendingMillis,
    OptionalLong oldestCronMillis) {

  /**
   * Slots without a result.
   *
   * @param oldestMillis timestamp of the oldest first one, of the 32 processes furthest behind
   */
  public record Backlog(long processCount, long slotCount, OptionalLong oldestMillis) {}
}
