package dev.holon.core.scheduler;

import dev.holon.core.Refusal;

/** The scheduler's answer to a request for a slot. Both entries are durable. */
public sealed interface ScheduleReply {
  /** The message has this slot now. */
  record Scheduled(LogEntry entry) implements ScheduleReply {}

  /** The message had this slot before. */
  record AlreadyScheduled(LogEntry entry) implements ScheduleReply {}

  /** Nothing was stored. */
  record Rejected(Refusal refusal) implements ScheduleReply {}
}
