package dev.holon.core.trace;

import dev.holon.protocol.Id;
import dev.holon.protocol.Result;
import org.jspecify.annotations.Nullable;

/**
 * A slot as a trace shows it.
 *
 * @param messageId the message that has this slot
 * @param timestampMillis the slot's timestamp
 * @param outcome null while it has not been evaluated
 */
public record TracedSlot(
    Place place,
    Id messageId,
    Id assignmentId,
    long timestampMillis,
    @Nullable TracedOutcome outcome) {

  /**
   * What came of a slot.
   *
   * @param sizeBytes size of the stored result
   * @param result null when it is larger than asked for
   * @param time null when this node does not know it
   */
  public record TracedOutcome(
      boolean isError, long sizeBytes, @Nullable Result result, @Nullable EvaluationTime time) {}
}
