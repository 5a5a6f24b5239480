package dev.holon.simulation.fault;

import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Judges a history by what is left in the logs. The promises:
 *
 * <ul>
 *   <li>an item that was acknowledged has one slot, and no item has two;
 *   <li>nothing is in a log that nobody posted;
 *   <li>an item that was acknowledged before another one was sent has the earlier slot;
 *   <li>what is read never goes back, and a result never changes;
 *   <li>each slot's effect is there once: the nth message counts to n.
 * </ul>
 */
final class HistoryJudge {
  private final Map<ProcessId, ProcessLog> logs;
  private final List<String> violations = new ArrayList<>();

  private HistoryJudge(Map<ProcessId, ProcessLog> logs) {
    this.logs = logs;
  }

  /**
   * Returns the broken promises, each with the item or process it is about; empty when all hold.
   */
  static List<String> violations(List<Call> calls, Map<ProcessId, ProcessLog> logs) {
    HistoryJudge judge = new HistoryJudge(logs);
    Map<ProcessId, List<Call>> byProcess = new HashMap<>();
    calls.forEach(
        call -> byProcess.computeIfAbsent(call.process(), id -> new ArrayList<>()).add(call));
    logs.keySet()
        .forEach(process -> judge.judge(process, byProcess.getOrDefault(process, List.of())));
    for (ProcessId process : byProcess.keySet()) {
      if (!logs.containsKey(process)) {
        judge.violations.add("process " + process + " has no log");
      }
    }
    return List.copyOf(judge.violations);
  }

  private void judge(ProcessId process, List<Call> calls) {
    ProcessLog log = Objects.requireNonNull(logs.get(process));
    Map<Id, Integer> slots = slots(process, log);
    Map<Id, Posted> posts = posts(calls);
    judgePosts(process, log, slots, posts);
    judgeOrder(process, log, posts);
    judgeReads(process, calls);
    judgeResults(process, log, slots, calls);
    judgeCounts(process, log);
  }

  private Map<Id, Integer> slots(ProcessId process, ProcessLog log) {
    Map<Id, Integer> slots = new HashMap<>();
    for (int slot = 0; slot < log.messages().size(); slot++) {
      Integer before = slots.putIfAbsent(log.messages().get(slot), slot);
      if (before != null) {
        violations.add(
            "process "
                + process
                + ": item "
                + log.messages().get(slot)
                + " has the slots "
                + before
                + " and "
                + slot);
      }
    }
    return slots;
  }

  /** When an item was first sent, and when it was first acknowledged, or never. */
  private record Posted(long startNanos, long endNanos) {
    boolean isAcknowledged() {
      return endNanos < Long.MAX_VALUE;
    }

    Posted and(Posted other) {
      return new Posted(Math.min(startNanos, other.startNanos), Math.min(endNanos, other.endNanos));
    }
  }

  private static Map<Id, Posted> posts(List<Call> calls) {
    Map<Id, Posted> posts = new HashMap<>();
    for (Call call : calls) {
      if (call.kind() == Call.Kind.POST) {
        long end = call.isAnswered() ? call.endNanos() : Long.MAX_VALUE;
        posts.merge(call.item(), new Posted(call.startNanos(), end), Posted::and);
      }
    }
    return posts;
  }

  private void judgePosts(
      ProcessId process, ProcessLog log, Map<Id, Integer> slots, Map<Id, Posted> posts) {
    posts.forEach(
        (item, posted) -> {
          if (posted.isAcknowledged() && !slots.containsKey(item)) {
            violations.add(
                "process " + process + ": item " + item + " was acknowledged and is lost");
          }
        });
    Set<Id> unknown = new HashSet<>(log.messages());
    unknown.removeAll(posts.keySet());
    unknown.forEach(
        item -> violations.add("process " + process + ": item " + item + " was posted by nobody"));
  }

  // From the last slot back: no later slot may have been acknowledged before this one was sent.
  private void judgeOrder(ProcessId process, ProcessLog log, Map<Id, Posted> posts) {
    long earliestEnd = Long.MAX_VALUE;
    for (int slot = log.messages().size() - 1; slot >= 0; slot--) {
      Posted posted = posts.get(log.messages().get(slot));
      if (posted == null) {
        continue;
      }
      if (earliestEnd < posted.startNanos()) {
        violations.add(
            "process "
                + process
                + ": slot "
                + slot
                + " was sent after a later slot was acknowledged");
      }
      earliestEnd = Math.min(earliestEnd, posted.endNanos());
    }
  }

  private void judgeReads(ProcessId process, List<Call> calls) {
    List<Call> reads =
        calls.stream()
            .filter(call -> call.kind() == Call.Kind.NEWEST && call.isAnswered())
            .sorted(Comparator.comparingLong(Call::startNanos))
            .toList();
    List<Call> byEnd = reads.stream().sorted(Comparator.comparingLong(Call::endNanos)).toList();
    int ended = 0;
    long seen = -1;
    for (Call read : reads) {
      while (ended < byEnd.size() && byEnd.get(ended).endNanos() < read.startNanos()) {
        seen = Math.max(seen, byEnd.get(ended++).value());
      }
      if (read.value() < seen) {
        violations.add(
            "process "
                + process
                + ": slot "
                + read.value()
                + " was read as the newest after slot "
                + seen);
      }
    }
  }

  private void judgeResults(
      ProcessId process, ProcessLog log, Map<Id, Integer> slots, List<Call> calls) {
    for (Call call : calls) {
      Integer slot = slots.get(call.item());
      if (call.kind() == Call.Kind.RESULT && call.isAnswered()) {
        if (slot == null) {
          violations.add(
              "process " + process + ": a result of item " + call.item() + ", which has no slot");
        } else if (call.value() != log.counts().get(slot)) {
          violations.add(
              "process "
                  + process
                  + ": the result of slot "
                  + slot
                  + " was "
                  + call.value()
                  + " and is "
                  + log.counts().get(slot));
        }
      }
    }
  }

  private void judgeCounts(ProcessId process, ProcessLog log) {
    if (log.counts().size() != log.messages().size()) {
      violations.add(
          "process "
              + process
              + ": "
              + log.messages().size()
              + " slots and "
              + log.counts().size()
              + " results");
    }
    for (int slot = 0; slot < log.counts().size(); slot++) {
      if (log.counts().get(slot) != slot) {
        violations.add(
            "process " + process + ": slot " + slot + " counted to " + log.counts().get(slot));
        return;
      }
    }
  }
}
