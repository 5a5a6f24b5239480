package dev.holon.simulation;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What was measured of balls between processes. A hop is: message evaluated, result and outbox
 * durable, item signed, slot at the other process durable.
 *
 * @param lightMillis times between the slots of the ball that was alone, as the log has them
 * @param counted hops whose effect was seen in the processes' counters
 * @param settled entries of the outbox that were not delivered
 * @param nodeCpuSeconds what node and database used
 */
record HopReport(
    int expected,
    long counted,
    long settled,
    Histogram lightMillis,
    long nanos,
    int cores,
    double nodeCpuSeconds) {

  boolean isComplete() {
    return counted == expected && settled == 0;
  }

  String toText() {
    double perSecond = expected * 1e9 / nanos;
    return String.format(
        Locale.ROOT,
        """
        hops                %,12d   of %,d expected; not delivered: %,d
        hop latency ms      p50 %d   p90 %d   p99 %d   (one ball alone; durable on both sides)
        hops/s              %,12.0f   on %d cores: %,.0f a core
        CPU                 %,12.0f   microseconds a hop, of node and database
        """,
        counted,
        expected,
        settled,
        lightMillis.getValueAtPercentile(50),
        lightMillis.getValueAtPercentile(90),
        lightMillis.getValueAtPercentile(99),
        perSecond,
        cores,
        perSecond / cores,
        nodeCpuSeconds * 1e6 / expected);
  }
}
