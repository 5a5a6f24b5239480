package dev.holon.actors;

import dev.holon.core.StoreException;
import dev.holon.core.compute.Checkpoint;
import dev.holon.core.compute.EvaluableEntry;
import dev.holon.core.compute.KnownEntry;
import dev.holon.core.compute.Outcome;
import dev.holon.core.compute.ProcessEvaluation;
import dev.holon.core.compute.ProcessMachine;
import dev.holon.core.compute.ResultPlace;
import dev.holon.core.compute.SlotMessage;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.cron.BlockTimes;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.ProcessId;
import dev.holon.vm.VmBootException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a process's compute evaluates. Blocks on the stores, so it runs on their threads. */
record ComputeFeed(ProcessId process, ComputeRules rules) {
  private static final int PAGE_COUNT_MAX = 256;
  private static final long PAGE_BYTES_MAX = 8L << 20;

  /** An evaluation that starts where log and results stand. */
  ProcessEvaluation start() {
    // Results first: the log never stands behind what is read of them.
    ResultPlace stored =
        rules.results().newest(process).map(StoredResult::place).orElse(ResultPlace.NONE);
    return new ProcessEvaluation(head(), stored);
  }

  /** The newest slot of the log; -1 when the process is unknown. */
  long head() {
    return rules.log().latest(process).map(LogEntry::slot).orElse(-1L);
  }

  /** The next entries of the log, ready to be evaluated; empty at its end. */
  List<EvaluableEntry> page(long fromSlot) {
    return entries(fromSlot, PAGE_COUNT_MAX);
  }

  private List<EvaluableEntry> entries(long fromSlot, int countMax) {
    return rules.log().entries(process, fromSlot, countMax, PAGE_BYTES_MAX).stream()
        .map(this::hydrate)
        .toList();
  }

  /** What comes after {@code place}, not after {@code last}, with what came of it. */
  List<KnownEntry> knownPage(ResultPlace place, ResultPlace last) {
    List<Outcome> outcomes =
        rules.results().outcomesAfter(process, place, PAGE_COUNT_MAX).stream()
            .filter(outcome -> !last.isBefore(outcome.place()))
            .toList();
    int slotCount = (int) outcomes.stream().filter(outcome -> !outcome.place().isTick()).count();
    List<EvaluableEntry> entries =
        slotCount == 0 ? List.of() : entries(place.slot() + 1, slotCount);
    List<KnownEntry> known = new ArrayList<>();
    ResultPlace before = place;
    int entryCount = 0;
    for (Outcome outcome : outcomes) {
      boolean isTick = outcome.place().isTick();
      if (!outcome.place().follows(before)) {
        throw gap("the result of slot " + outcome.place() + " follows that of slot " + before);
      }
      if (!isTick && entryCount == entries.size()) {
        break;
      }
      known.add(new KnownEntry(isTick ? null : entries.get(entryCount++), outcome));
      before = outcome.place();
    }
    if (known.isEmpty()) {
      throw gap("there is no result after slot " + place + ", though slot " + last + " has one");
    }
    return known;
  }

  private StoreException gap(String fault) {
    String message = "process " + process + ": " + fault;
    return new StoreException(message, new IllegalStateException(message));
  }

  /**
   * A machine at or before a place, from the newest checkpoint that is good, else before slot 0; or
   * why there is none.
   *
   * @param suspect a checkpoint that led to other results than the stored ones
   */
  MachineFactory.Boot boot(ResultPlace notAfter, @Nullable ResultPlace suspect) {
    if (suspect != null) {
      rules.checkpoints().discard(process, suspect, "what follows it are not the stored results");
    }
    LogEntry spawn =
        rules
            .log()
            .entry(process, 0)
            .orElseThrow(() -> new IllegalStateException("no slot 0 of " + process));
    EvaluableEntry evaluable = hydrate(spawn);
    return restored(evaluable, notAfter)
        .<MachineFactory.Boot>map(MachineFactory.Boot.Booted::new)
        .orElseGet(() -> rules.machines().boot(evaluable, blocks()));
  }

  private Optional<ProcessMachine> restored(EvaluableEntry spawn, ResultPlace notAfter) {
    Optional<Checkpoint> newest = rules.checkpoints().newest(process, notAfter);
    while (newest.isPresent()) {
      Checkpoint checkpoint = newest.get();
      try {
        checkResult(checkpoint);
        return rules.machines().restore(spawn, blocks(), checkpoint);
      } catch (VmBootException e) {
        rules.checkpoints().discard(process, checkpoint.place(), String.valueOf(e.getMessage()));
        newest = rules.checkpoints().newest(process, notAfter);
      }
    }
    return Optional.empty();
  }

  /** A checkpoint of another history than the stored results' would lead away from them. */
  private void checkResult(Checkpoint checkpoint) throws VmBootException {
    ResultPlace place = checkpoint.place();
    ResultPlace before = new ResultPlace(place.slot(), place.step() - 1);
    boolean isKnown =
        rules.results().outcomesAfter(process, before, 1).stream()
            .anyMatch(
                outcome ->
                    outcome.place().equals(place)
                        && outcome.resultHash().equals(checkpoint.resultHash()));
    if (!isKnown) {
      throw new VmBootException("the result stored for its slot has another hash");
    }
  }

  private BlockTimes blocks() {
    return rules.crons().blocks();
  }

  /** ao.TN.1 §4.8: an entry that only assigns takes its message from where it is stored. */
  private EvaluableEntry hydrate(LogEntry entry) {
    SlotMessage message =
        entry
            .message()
            .or(() -> rules.log().find(entry.itemId()).flatMap(LogEntry::message))
            .or(() -> rules.machines().record(entry.itemId()))
            .<SlotMessage>map(SlotMessage.OfItem::new)
            .or(() -> rules.transactions().find(entry.itemId()).map(SlotMessage.OfTransaction::new))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "assigned message " + entry.itemId() + " is not stored"));
    return new EvaluableEntry(entry, message);
  }
}
