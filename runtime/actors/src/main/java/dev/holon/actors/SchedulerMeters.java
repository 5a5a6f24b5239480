package dev.holon.actors;

import dev.holon.core.meter.Meters;
import dev.holon.core.meter.Metric;
import dev.holon.core.scheduler.EntryRefusedException;
import dev.holon.core.scheduler.ScheduleReply;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** What the schedulers of a node do. Thread-safe. */
final class SchedulerMeters {
  /** SQLSTATE of a row whose key is there already. */
  private static final String FENCED = "fenced";

  private static final String FAILED = "failed";

  private final Meters meters;
  private final Meters.Timer commits;
  private final AtomicInteger residents = new AtomicInteger();

  SchedulerMeters(Meters meters) {
    this.meters = meters;
    this.commits = meters.timer(Metric.SCHEDULER_COMMIT_TIME);
    meters.gauge(Metric.SCHEDULER_RESIDENT, residents::get);
    // Shown as 0 from the start: an alert sees a rise, and not a counter's first value.
    meters.counter(Metric.SCHEDULER_WRITE_FAILURES, FENCED);
    meters.counter(Metric.SCHEDULER_WRITE_FAILURES, FAILED);
  }

  /** Who asks for a slot. */
  enum Source {
    CLIENT("client"),
    MESSENGER("messenger");

    private final String label;

    Source(String label) {
      this.label = label;
    }
  }

  /** Measures what is begun now until the stage completes, and counts what came of it. */
  CompletionStage<ScheduleReply> measured(Source source, CompletionStage<ScheduleReply> reply) {
    Meters.Span span = meters.timer(Metric.SCHEDULER_ADMISSION_TIME, source.label).begin();
    return reply.whenComplete(
        (answer, fault) -> {
          span.end();
          String outcome = fault == null ? outcome(answer) : "fault";
          meters.counter(Metric.SCHEDULER_POSTS, source.label, outcome).one();
        });
  }

  private static String outcome(ScheduleReply reply) {
    return switch (reply) {
      case ScheduleReply.Scheduled scheduled -> "scheduled";
      case ScheduleReply.AlreadyScheduled known -> "known";
      case ScheduleReply.Rejected rejected -> rejected.refusal().code().text();
    };
  }

  /** An entry is formed; the span ends when it is durable. */
  Meters.Span beginCommit() {
    return commits.begin();
  }

  /** The journal did not take an entry. */
  void writeFailed(Throwable cause) {
    meters.counter(Metric.SCHEDULER_WRITE_FAILURES, isFenced(cause) ? FENCED : FAILED).one();
  }

  // Another writer was there first: its row has the slot.
  private static boolean isFenced(Throwable cause) {
    return cause instanceof EntryRefusedException refused
        && refused.reason() == EntryRefusedException.Reason.FENCED;
  }

  void woken() {
    residents.incrementAndGet();
  }

  void ended() {
    residents.decrementAndGet();
  }
}
