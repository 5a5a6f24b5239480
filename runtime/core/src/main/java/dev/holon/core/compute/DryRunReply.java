package dev.holon.core.compute;

import dev.holon.core.Refusal;
import dev.holon.protocol.Result;

/** The compute unit's answer to a dry run. */
public sealed interface DryRunReply {
  record Evaluated(Result result) implements DryRunReply {}

  record Rejected(Refusal refusal) implements DryRunReply {}
}
