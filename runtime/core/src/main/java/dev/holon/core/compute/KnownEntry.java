package dev.holon.core.compute;

import org.jspecify.annotations.Nullable;

/**
 * What has been evaluated before, and what came of it.
 *
 * @param entry the slot's entry; null for a cron tick
 */
public record KnownEntry(@Nullable EvaluableEntry entry, Outcome outcome) {
  public KnownEntry {
    boolean isTick = outcome.place().isTick();
    if (isTick != (entry == null) || (entry != null && entry.slot() != outcome.place().slot())) {
      throw new IllegalArgumentException("another entry stands beside the result at " + outcome);
    }
  }
}
