package dev.holon.core.compute;

import dev.holon.protocol.Id;
import org.jspecify.annotations.Nullable;

/**
 * What evaluating again needs to know of a stored result.
 *
 * @param cron the name of the tick; null for a slot's own message
 */
public record Outcome(
    ResultPlace place,
    @Nullable String cron,
    long timestampMillis,
    boolean isError,
    Id resultHash) {

  public static Outcome of(StoredResult stored) {
    return new Outcome(
        stored.place(),
        stored.cron(),
        stored.timestampMillis(),
        stored.result().isError(),
        stored.resultHash());
  }
}
