package dev.holon.simulation.scale;

import dev.holon.simulation.scale.RepeatedCall.Outcome;
import java.util.List;
import java.util.Locale;

/**
 * What a run over many processes measured.
 *
 * @param idleCpuPercent of one core while nothing was asked of it
 * @param heapBeforeBytes reachable objects of the node before processes were woken
 * @param residentCount processes whose state is in memory at the end
 * @param asleep a message each to processes that were not in memory, until its result is known
 * @param awake the same to processes that are
 */
record DensityReport(
    long known,
    List<Start> starts,
    double idleCpuPercent,
    double idleDatabaseCpuPercent,
    long databaseBytes,
    long heapBeforeBytes,
    long heapAfterBytes,
    long residentCount,
    long residentSchedulerCount,
    Outcome asleep,
    Outcome awake) {

  /** From the node's launch until it is ready. */
  record Start(double seconds, double cpuSeconds) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.1f (%.1f)", seconds, cpuSeconds);
    }
  }

  boolean isComplete() {
    return asleep.failedCount() == 0
        && awake.failedCount() == 0
        && residentCount >= asleep.micros().getTotalCount();
  }

  String toText() {
    long bytes = heapAfterBytes - heapBeforeBytes;
    return String.format(
        Locale.ROOT,
        """
        known processes     %,12d   database %,d MiB
        start until ready   %s   seconds (of processor time)
        idle                %12.2f   %% of a core; database %.2f %%
        live processes      %,12d   schedulers %,d
        heap                %,12d   MiB before, %,d MiB with them
        each                %,12d   bytes
        woken/s             %,12.0f   failed: %,d
        message ms, asleep  p50 %.1f   p90 %.1f   p99 %.1f   (posted, durable, woken, evaluated, result durable)
        message ms, awake   p50 %.1f   p90 %.1f   p99 %.1f   failed: %,d
        """,
        known,
        databaseBytes >> 20,
        starts,
        idleCpuPercent,
        idleDatabaseCpuPercent,
        residentCount,
        residentSchedulerCount,
        heapBeforeBytes >> 20,
        heapAfterBytes >> 20,
        bytes / Math.max(1, residentCount),
        asleep.perSecond(),
        asleep.failedCount(),
        asleep.millis(50),
        asleep.millis(90),
        asleep.millis(99),
        awake.millis(50),
        awake.millis(90),
        awake.millis(99),
        awake.failedCount());
  }
}
