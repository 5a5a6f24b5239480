package dev.holon.core.compute;

/** A log entry that has been evaluated before, and what came of it. */
public record KnownEntry(EvaluableEntry entry, Outcome outcome) {
  public KnownEntry {
    if (entry.slot() != outcome.slot()) {
      throw new IllegalArgumentException(
          "the result of slot " + outcome.slot() + " stands beside slot " + entry.slot());
    }
  }
}
