package dev.holon.actors;

import dev.holon.core.StoreException;
import dev.holon.core.compute.EvaluableEntry;
import dev.holon.core.compute.KnownEntry;
import dev.holon.core.compute.Outcome;
import dev.holon.core.compute.ProcessEvaluation;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import java.util.ArrayList;
import java.util.List;

/** Reads what a process's compute evaluates. Blocks on the stores, so it runs on their threads. */
record ComputeFeed(ProcessId process, ComputeRules rules) {
  private static final int PAGE_COUNT_MAX = 256;
  private static final long PAGE_BYTES_MAX = 8L << 20;

  /** An evaluation that starts where log and results stand. */
  ProcessEvaluation start() {
    // Results first: the log never stands behind what is read of them.
    long stored = rules.results().newest(process).map(StoredResult::slot).orElse(-1L);
    return new ProcessEvaluation(head(), stored);
  }

  /** The newest slot of the log; -1 when the process is unknown. */
  long head() {
    return rules.log().latest(process).map(LogEntry::slot).orElse(-1L);
  }

  /** The next entries of the log, ready to be evaluated; empty at its end. */
  List<EvaluableEntry> page(long fromSlot) {
    return rules.log().entries(process, fromSlot, PAGE_COUNT_MAX, PAGE_BYTES_MAX).stream()
        .map(this::hydrate)
        .toList();
  }

  /** The next entries before {@code beforeSlot}, with what came of them. */
  List<KnownEntry> knownPage(long fromSlot, long beforeSlot) {
    List<EvaluableEntry> entries =
        page(fromSlot).stream().filter(entry -> entry.slot() < beforeSlot).toList();
    List<Outcome> outcomes =
        rules.results().outcomes(process, fromSlot, fromSlot + entries.size() - 1);
    if (entries.size() != outcomes.size()) {
      String message =
          entries.size()
              + " slots of "
              + process
              + " from "
              + fromSlot
              + " have "
              + outcomes.size()
              + " results";
      throw new StoreException(message, new IllegalStateException(message));
    }
    List<KnownEntry> known = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      known.add(new KnownEntry(entries.get(i), outcomes.get(i)));
    }
    return known;
  }

  /** A machine before slot 0, or why there is none. */
  MachineFactory.Boot boot() {
    LogEntry spawn =
        rules
            .log()
            .entry(process, 0)
            .orElseThrow(() -> new IllegalStateException("no slot 0 of " + process));
    return rules.machines().boot(hydrate(spawn));
  }

  /** ao.TN.1 §4.8: an entry that only assigns takes its message from where it is stored. */
  private EvaluableEntry hydrate(LogEntry entry) {
    DataItem message =
        entry
            .message()
            .or(() -> rules.log().find(entry.itemId()).flatMap(LogEntry::message))
            .or(() -> rules.machines().record(entry.itemId()))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "assigned message " + entry.itemId() + " is not stored"));
    return new EvaluableEntry(entry, message);
  }
}
