package dev.holon.simulation;

import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a load run measured.
 *
 * @param postedNanos from the first post to the last answer
 * @param evaluatedNanos from the first post to the last result
 * @param latencyMicros of each post
 * @param statuses answers by status code; 0 stands for no answer
 * @param evaluated messages whose effect was seen in the processes' counters
 */
record LoadReport(
    int messages,
    long postedNanos,
    long evaluatedNanos,
    Histogram latencyMicros,
    Map<Integer, Long> statuses,
    long evaluated) {

  boolean isComplete() {
    return evaluated == messages && statuses.getOrDefault(202, 0L) == messages;
  }

  String toText() {
    return String.format(
        Locale.ROOT,
        """
        messages            %,12d
        answers by status   %12s
        posts/s             %,12.0f
        end to end/s        %,12.0f   (posted, durable, evaluated, result durable)
        post latency ms     p50 %.2f   p90 %.2f   p99 %.2f   max %.2f
        """,
        messages,
        statuses,
        messages * 1e9 / postedNanos,
        evaluated * 1e9 / evaluatedNanos,
        millis(50),
        millis(90),
        millis(99),
        latencyMicros.getMaxValue() / 1e3);
  }

  private double millis(double percentile) {
    return latencyMicros.getValueAtPercentile(percentile) / 1e3;
  }
}
