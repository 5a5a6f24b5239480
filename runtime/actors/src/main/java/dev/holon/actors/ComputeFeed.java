package dev.holon.actors;

import dev.holon.core.compute.EvaluableEntry;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what a process's compute evaluates. Blocks on the stores, so it runs on their executor. */
record ComputeFeed(ProcessId process, ComputeRules rules) {
  static final int PAGE_COUNT_MAX = 256;
  private static final long PAGE_BYTES_MAX = 8L << 20;

  /**
   * Where log and results stand.
   *
   * @param logHead the newest slot; empty when the process is unknown
   * @param newest the newest result
   */
  record Heads(OptionalLong logHead, Optional<StoredResult> newest) {}

  Heads heads() {
    Optional<LogEntry> latest = rules.log().latest(process);
    return new Heads(
        latest.isPresent() ? OptionalLong.of(latest.get().slot()) : OptionalLong.empty(),
        rules.results().newest(process));
  }

  /** The next entries of the log, ready to be evaluated; empty at its end. */
  List<EvaluableEntry> page(long fromSlot) {
    List<EvaluableEntry> page = new ArrayList<>();
    for (LogEntry entry : rules.log().entries(process, fromSlot, PAGE_COUNT_MAX, PAGE_BYTES_MAX)) {
      page.add(hydrate(entry));
    }
    return page;
  }

  /** One slot again, with the result it had. */
  record Known(EvaluableEntry entry, StoredResult result) {}

  /** The next entries before {@code beforeSlot}, with their results. */
  List<Known> knownPage(long fromSlot, long beforeSlot) {
    List<EvaluableEntry> entries =
        page(fromSlot).stream().filter(e -> e.entry().slot() < beforeSlot).toList();
    List<StoredResult> results =
        rules
            .results()
            .results(
                process,
                fromSlot,
                fromSlot + entries.size() - 1,
                entries.size(),
                ResultStore.Order.ASCENDING);
    List<Known> known = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      known.add(new Known(entries.get(i), results.get(i)));
    }
    return known;
  }

  /** The process's own slot. */
  EvaluableEntry spawn() {
    return hydrate(
        rules
            .log()
            .entry(process, 0)
            .orElseThrow(() -> new IllegalStateException("no slot 0 of " + process)));
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
