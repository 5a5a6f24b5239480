package dev.holon.simulation.world;

import dev.holon.core.compute.EvaluableEntry;
import dev.holon.core.compute.ProcessProgress;
import dev.holon.core.compute.ResultStore.Order;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.verify.LogCheck;
import dev.holon.core.verify.LogSlot;
import dev.holon.core.verify.Replay;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.Tag;
import dev.holon.protocol.Verifier;
import dev.holon.testkit.InMemoryStores;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The promises of the node, held against what a world left in its database. */
final class Invariants {
  private static final int VERIFIED_ONE_IN = 16;

  private final World world;
  private final InMemoryStores stores;
  private final Map<ProcessId, List<LogEntry>> logs = new HashMap<>();
  private final Verifier verifier = Verifier.fastest();
  private final MessageDigest digest = sha256();
  private long slotCount;

  Invariants(World world) {
    this.world = world;
    this.stores = world.database().stores();
  }

  /**
   * Checks all of them.
   *
   * @throws Violation with the first that does not hold
   */
  WorldReport check() {
    List<ProcessProgress> processes = world.progress();
    for (ProcessProgress process : processes) {
      List<LogEntry> log =
          stores.schedule().entries(process.process(), 0, Integer.MAX_VALUE, Long.MAX_VALUE);
      logs.put(process.process(), log);
      checkLog(process.process(), log);
      slotCount += log.size();
    }
    checkAcknowledged();
    logs.forEach(this::checkResults);
    checkEffects();
    OutboxStore.Counts outbox = stores.outbox().counts();
    require(outbox.refused() + outbox.parked() == 0, "entries were given up: " + outbox);
    for (ProcessProgress process : processes) {
      digest(process.process());
    }
    return new WorldReport(
        world.plan().seed(),
        processes.size(),
        slotCount,
        outbox.delivered(),
        world.time().elapsedMillis(),
        HexFormat.of().formatHex(digest.digest(), 0, 8));
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new Violation(what);
    }
  }

  /** One slot once, no gap, the chain valid, time rising, each message once. */
  private void checkLog(ProcessId process, List<LogEntry> log) {
    LogCheck check = new LogCheck(process);
    Set<Id> seen = new HashSet<>();
    long before = -1;
    for (LogEntry entry : log) {
      LogSlot slot = new LogSlot(check.nextSlot(), entry.assignment(), entry.item());
      if (check.check(slot) instanceof LogCheck.Checked.Wrong wrong) {
        throw new Violation("process " + process + ": " + wrong.fault());
      }
      if (world.chance().oneIn(VERIFIED_ONE_IN)) {
        slot.signatureFault(verifier)
            .ifPresent(fault -> world.violated("process " + process + ": " + fault));
      }
      require(
          entry.timestampMillis() > before,
          "process " + process + ": slot " + entry.slot() + " is not later than the one before");
      require(
          seen.add(entry.itemId()),
          "process " + process + ": message " + entry.itemId() + " has two slots");
      before = entry.timestampMillis();
    }
  }

  private void checkAcknowledged() {
    Map<Id, Long> found = new HashMap<>();
    logs.values().forEach(log -> log.forEach(entry -> found.put(entry.itemId(), entry.slot())));
    world
        .clients()
        .slots()
        .forEach(
            (item, slot) ->
                require(
                    slot.equals(found.get(item)),
                    "message "
                        + item
                        + ": acknowledged "
                        + slot
                        + ", the log has "
                        + found.get(item)));
  }

  /** Each slot has its result, and whoever evaluates the log gets the same. */
  private void checkResults(ProcessId process, List<LogEntry> log) {
    EvaluableEntry spawn = evaluable(log.getFirst());
    Replay replay = new Replay(world.machines().boot(spawn));
    for (LogEntry entry : log) {
      StoredResult stored =
          stores
              .results()
              .result(process, entry.slot())
              .orElseThrow(
                  () ->
                      new Violation("process " + process + ": no result of slot " + entry.slot()));
      require(
          replay.evaluate(evaluable(entry)).equals(stored.resultHash()),
          "process " + process + ": slot " + entry.slot() + " evaluates to another result");
    }
  }

  private static EvaluableEntry evaluable(LogEntry entry) {
    return new EvaluableEntry(entry, entry.message().orElseThrow());
  }

  /** What a process sent arrived once, and nothing arrived that none sent. */
  private void checkEffects() {
    Map<String, Integer> arrived = arrivals();
    for (ProcessId process : logs.keySet()) {
      for (StoredResult result : results(process)) {
        for (Result.OutboundMessage message : result.result().messages()) {
          once(arrived, effect(process, "to " + message.target(), message.tags()));
        }
        for (Result.OutboundSpawn spawn : result.result().spawns()) {
          once(arrived, effect(process, "spawn", spawn.tags()));
          once(arrived, effect(process, "spawned", spawn.tags()));
        }
      }
    }
    require(arrived.isEmpty(), "arrived, and no process sent it: " + arrived.keySet());
  }

  private Map<String, Integer> arrivals() {
    Map<String, Integer> arrived = new HashMap<>();
    logs.forEach(
        (process, log) -> {
          for (LogEntry entry : log) {
            DataItem item = entry.message().orElseThrow();
            boolean isNotice = item.tag("Action").orElse("").equals("Spawned");
            String from = isNotice ? process.toString() : item.tag("From-Process").orElse("");
            if (!from.isEmpty()) {
              String what = isNotice ? "spawned" : entry.slot() == 0 ? "spawn" : "to " + process;
              arrived.merge(effect(ProcessId.parse(from), what, item.tags()), 1, Integer::sum);
            }
          }
        });
    return arrived;
  }

  private static String effect(ProcessId from, String what, List<Tag> tags) {
    String reference = Tag.first(tags, ToyEngine.REFERENCE).orElse("");
    return "message " + reference + " of " + from + " (" + what + ")";
  }

  private static void once(Map<String, Integer> arrived, String effect) {
    int count = arrived.getOrDefault(effect, 0);
    arrived.remove(effect);
    require(count > 0, effect + " was sent and never arrived");
    require(count == 1, effect + " arrived " + count + " times");
  }

  private List<StoredResult> results(ProcessId process) {
    return stores
        .results()
        .results(process, 0, Long.MAX_VALUE - 1, Integer.MAX_VALUE, Order.ASCENDING);
  }

  private void digest(ProcessId process) {
    List<String> lines = new ArrayList<>();
    logs.getOrDefault(process, List.of())
        .forEach(entry -> lines.add(entry.assignmentId().toString()));
    results(process).forEach(result -> lines.add(result.resultHash().toString()));
    digest.update(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
