package dev.holon.core.compute;

import dev.holon.core.Refusal;

/** The compute unit's answer to a request for the result of a slot. */
public sealed interface ResultReply {
  /** The slot has been evaluated; its result is durable. */
  record Ready(StoredResult result) implements ResultReply {}

  /**
   * Evaluation has reached {@code atSlot} (-1: no slot yet, or not known) of {@code ofSlot}.
   *
   * @param slotsPerSecond its speed while the caller waited
   */
  record InProgress(long atSlot, long ofSlot, double slotsPerSecond) implements ResultReply {}

  /** There is no such slot, or it cannot be evaluated here. */
  record Rejected(Refusal refusal) implements ResultReply {}
}
