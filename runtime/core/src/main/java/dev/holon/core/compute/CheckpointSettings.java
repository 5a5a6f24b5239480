package dev.holon.core.compute;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When checkpoints are taken and how many are kept.
 *
 * @param evaluationCount take one after so many evaluations
 * @param interval take one when the newest is so old and something has been evaluated
 * @param keepCount checkpoints of one process that are kept
 * @param sizeBytesMax a process whose state is larger is replayed from its log
 */
public record CheckpointSettings(
    int evaluationCount, Duration interval, int keepCount, long sizeBytesMax) {
  public static final CheckpointSettings DEFAULT =
      new CheckpointSettings(1_000, Duration.ofMinutes(5), 2, 256L << 20);

  private static final long SIZE_LIMIT = 1L << 30;

  public CheckpointSettings {
    List<String> faults = new ArrayList<>();
    if (evaluationCount < 1) {
      faults.add("evaluation-count must be at least 1, is " + evaluationCount);
    }
    if (interval.isNegative() || interval.isZero()) {
      faults.add("interval must be positive, is " + interval);
    }
    if (keepCount < 1 || keepCount > 16) {
      faults.add("keep-count must be 1 to 16, is " + keepCount);
    }
    if (sizeBytesMax < 1 || sizeBytesMax >= SIZE_LIMIT) {
      faults.add("size-max must be 1 byte to less than 1 GiB, is " + sizeBytesMax);
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("holon.checkpoints: " + String.join("; ", faults));
    }
  }
}
