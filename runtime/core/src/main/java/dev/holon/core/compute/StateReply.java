package dev.holon.core.compute;

import dev.holon.core.Refusal;

/** The compute unit's answer to a request for a process's state. */
public sealed interface StateReply {
  record Given(ProcessState state) implements StateReply {}

  record Rejected(Refusal refusal) implements StateReply {}
}
