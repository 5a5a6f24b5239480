package dev.holon.core.compute;

import dev.holon.core.Refusal;

/** The compute unit's answer to a request to evaluate the cron ticks that are due. */
public sealed interface TicksReply {
  /** All ticks up to the moment of the request have durable results. */
  record CaughtUp() implements TicksReply {}

  /** Some are still to come. */
  record InProgress() implements TicksReply {}

  /** The process is unknown, or cannot be evaluated here. */
  record Rejected(Refusal refusal) implements TicksReply {}
}
