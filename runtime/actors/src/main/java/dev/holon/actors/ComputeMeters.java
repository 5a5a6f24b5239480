package dev.holon.actors;

import dev.holon.core.compute.StoredResult;
import dev.holon.core.meter.Meters;
import dev.holon.core.meter.Metric;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What the computes of a node do. Thread-safe. */
final class ComputeMeters {
  private final Meters meters;
  private final Meters.Counter gas;
  private final Meters.Timer commits;
  private final Meters.Timer cronLag;
  private final Meters.Sizes checkpointSizes;
  private final AtomicInteger residents = new AtomicInteger();

  ComputeMeters(Meters meters) {
    this.meters = meters;
    this.gas = meters.counter(Metric.COMPUTE_GAS);
    this.commits = meters.timer(Metric.COMPUTE_RESULT_COMMIT_TIME);
    this.cronLag = meters.timer(Metric.CRON_LAG);
    this.checkpointSizes = meters.sizes(Metric.COMPUTE_CHECKPOINT_SIZE);
    meters.gauge(Metric.COMPUTE_RESIDENT, residents::get);
    // Shown as 0 from the start: an alert sees a rise, and not a counter's first value.
    meters.counter(Metric.COMPUTE_CHECKPOINTS, "failed");
    meters.counter(Metric.COMPUTE_CHECKPOINTS, "discarded");
  }

  /** An evaluation that began at {@code beginMillis} has ended. */
  void evaluated(StoredResult result, long beginMillis, long micros) {
    boolean isTick = result.place().isTick();
    String kind = isTick ? "tick" : "message";
    String outcome = result.result().isError() ? "failed" : "completed";
    meters.counter(Metric.COMPUTE_EVALUATIONS, kind, outcome).one();
    meters.timer(Metric.COMPUTE_EVALUATION_TIME, kind).record(micros, TimeUnit.MICROSECONDS);
    gas.add(result.result().gasUsed());
    if (isTick) {
      long lagMillis = Math.max(0, beginMillis - result.timestampMillis());
      cronLag.record(lagMillis, TimeUnit.MILLISECONDS);
    }
  }

  /** A result is handed to its store; the span ends when it is durable. */
  Meters.Span beginCommit() {
    return commits.begin();
  }

  void checkpointStored(long sizeBytes) {
    checkpoint("stored");
    checkpointSizes.record(sizeBytes);
  }

  void checkpointFailed() {
    checkpoint("failed");
  }

  void checkpointDiscarded() {
    checkpoint("discarded");
  }

  void checkpointTooLarge() {
    checkpoint("too-large");
  }

  private void checkpoint(String outcome) {
    meters.counter(Metric.COMPUTE_CHECKPOINTS, outcome).one();
  }

  void woken() {
    residents.incrementAndGet();
  }

  void ended() {
    residents.decrementAndGet();
  }
}
