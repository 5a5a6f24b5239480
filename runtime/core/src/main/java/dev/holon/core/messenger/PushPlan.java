package dev.holon.core.messenger;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxStore.DueEntry;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.protocol.Id;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to do with the entries of one process that are due: which are pushed, in which lines, and
 * which wait or are parked untried.
 *
 * <p>Entries for one target form a line and leave in the order in which they were sent; lines do
 * not wait for each other. An entry behind one that must be tried later waits as long as that one,
 * so a target that is away gets its messages in order when it is back. Settled entries hold up
 * nobody, parked ones included.
 *
 * @param changes entries that are not pushed now
 * @param lines entries to push
 */
public record PushPlan(List<StateChange> changes, List<Line> lines) {
  public PushPlan {
    changes = List.copyOf(changes);
    lines = List.copyOf(lines);
  }

  /**
   * Entries for one target, in order.
   *
   * @param isProbe whether the first one has failed before: then the others wait for its outcome,
   *     so that a target that is away is asked once and not a hundred times
   */
  public record Line(List<OutboxEntry> entries, boolean isProbe) {
    public Line {
      entries = List.copyOf(entries);
    }
  }

  /** Plans for entries in order of slot and index. */
  public static PushPlan of(
      List<DueEntry> due, long nowMillis, ChainLimits limits, ChainRates rates) {
    List<StateChange> changes = new ArrayList<>();
    Map<Id, Long> plannedByChain = new HashMap<>();
    Map<Object, List<OutboxEntry>> lines = new LinkedHashMap<>();
    Map<Id, Long> waitingUntil = new HashMap<>();
    for (DueEntry candidate : due) {
      OutboxEntry entry = candidate.entry();
      Id root = entry.chain().root();
      long planned = plannedByChain.getOrDefault(root, 0L);
      long behind =
          Math.max(
              candidate.headNotBeforeMillis(),
              entry.target().map(target -> waitingUntil.getOrDefault(target, 0L)).orElse(0L));
      Optional<DeliveryState> held =
          behind > nowMillis
              ? Optional.of(waiting(entry, behind))
              : held(entry, candidate.chainCount() + planned, nowMillis, limits, rates);
      if (held.isPresent()) {
        changes.add(new StateChange(entry.key(), held.get()));
        if (held.get() instanceof DeliveryState.Pending late) {
          entry.target().ifPresent(to -> waitingUntil.put(to, late.notBeforeMillis()));
        }
      } else {
        plannedByChain.put(root, planned + 1);
        Object line = entry.target().<Object>map(id -> id).orElse(entry.key());
        lines.computeIfAbsent(line, target -> new ArrayList<>()).add(entry);
      }
    }
    return new PushPlan(changes, toLines(lines.values()));
  }

  /** The state of an entry that must not overtake an earlier one for the same target. */
  public static DeliveryState waiting(OutboxEntry entry, long untilMillis) {
    return new DeliveryState.Pending(
        entry.attempts(), untilMillis, "behind an earlier entry for the same target");
  }

  private static Optional<DeliveryState> held(
      OutboxEntry entry, long chainCount, long nowMillis, ChainLimits limits, ChainRates rates) {
    Optional<Refusal> objection = limits.objection(entry, chainCount);
    if (objection.isPresent()) {
      return Optional.of(new DeliveryState.Parked(objection.get().text()));
    }
    long wait = rates.take(entry.chain().root(), nowMillis);
    if (wait == 0) {
      return Optional.empty();
    }
    Refusal rate =
        new Refusal(
            RefusalCode.CHAIN_RATE_LIMIT,
            "the chain of " + entry.chain().root() + " has " + limits.perSecond() + " pushes/s");
    return Optional.of(new DeliveryState.Pending(entry.attempts(), nowMillis + wait, rate.text()));
  }

  private static List<Line> toLines(Collection<List<OutboxEntry>> lines) {
    return lines.stream()
        .map(entries -> new Line(entries, entries.getFirst().attempts() > 0))
        .toList();
  }
}
