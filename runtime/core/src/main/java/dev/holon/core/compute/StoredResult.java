package dev.holon.core.compute;

import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import org.jspecify.annotations.Nullable;

/**
 * The result of one evaluation as it is kept.
 *
 * @param cron the name of the tick, {@code <index>-<interval>}; null for a slot's own message
 * @param timestampMillis the slot's timestamp, or the tick's
 * @param resultHash binds this result and all before it: SHA-256(previous result hash | encoded
 *     result)
 */
public record StoredResult(
    ProcessId process,
    ResultPlace place,
    @Nullable String cron,
    long timestampMillis,
    Result result,
    Id resultHash) {
  public StoredResult {
    if ((cron != null) != place.isTick()) {
      throw new IllegalArgumentException("the result at " + place + " has the cron " + cron);
    }
  }

  /** The result of a slot's own message. */
  public StoredResult(
      ProcessId process, long slot, long timestampMillis, Result result, Id resultHash) {
    this(process, ResultPlace.ofSlot(slot), null, timestampMillis, result, resultHash);
  }

  /** The newest slot when this was evaluated. */
  public long slot() {
    return place.slot();
  }
}
