package dev.holon.simulation.fault;

import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What a run saw.
 *
 * @param violations broken promises; empty when all held
 * @param rounds what happened, in words
 * @param calls all that were made
 * @param acknowledged posts with an answer of 2xx
 * @param failedTwice items that two nodes in a row did not take
 * @param skipped calls that were not made, because too many had no answer yet
 * @param takeoverMillis from the beginning of a fault until each process took a post again
 * @param recoveryMillis from the end of a fault until all nodes were ready
 */
record FaultReport(
    List<String> violations,
    List<String> rounds,
    int calls,
    long acknowledged,
    long failedTwice,
    long skipped,
    Histogram takeoverMillis,
    Histogram recoveryMillis) {
  private static final int SHOWN_MAX = 50;

  boolean isGood() {
    return violations.isEmpty();
  }

  String toText() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            """
            rounds              %,12d
            calls               %,12d   of them posts acknowledged: %,d; not made: %,d
            failed twice        %,12d   items that two nodes in a row did not take
            takeover ms         p50 %,d   p99 %,d   max %,d   (a process takes posts again)
            recovery ms         p50 %,d   max %,d   (all nodes are ready again)
            broken promises     %,12d
            """,
            rounds.size(),
            calls,
            acknowledged,
            skipped,
            failedTwice,
            takeoverMillis.getValueAtPercentile(50),
            takeoverMillis.getValueAtPercentile(99),
            takeoverMillis.getMaxValue(),
            recoveryMillis.getValueAtPercentile(50),
            recoveryMillis.getMaxValue(),
            violations.size()));
    violations.stream()
        .limit(SHOWN_MAX)
        .forEach(line -> text.append("  ").append(line).append('\n'));
    return text.toString();
  }
}
