package dev.holon.core.compute;

import dev.holon.core.cron.Tick;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.Assignment;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import dev.holon.vm.EvalMessage;
import dev.holon.vm.ProcessEnvironment;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes what a module's {@code handle} receives out of log entries, cron ticks and dry runs
 * (ao.TN.1 §4.3, §4.5, §4.6, §4.8).
 */
final class EvalMessages {
  private static final String FROM_PROCESS = "From-Process";

  private EvalMessages() {}

  /** The message of a slot. */
  static EvalMessage scheduled(EvaluableEntry evaluable) {
    LogEntry entry = evaluable.entry();
    SlotMessage item = evaluable.message();
    boolean isPureAssignment = entry.message().isEmpty();
    Set<String> excluded = isPureAssignment ? excludedFields(entry) : Set.of();
    String owner = item.owner();
    Optional<String> sender = Tag.first(item.tags(), FROM_PROCESS);
    String fromProcess = sender.orElse("");
    String processText = entry.process().toString();
    return new EvalMessage(
        item.id().toString(),
        excluded.contains("Signature")
            ? null
            : Base64.getUrlEncoder().withoutPadding().encodeToString(item.signature().toArray()),
        excluded.contains("Data") ? null : item.data(),
        owner,
        isPureAssignment ? item.target().map(Id::toString).orElse("") : processText,
        excluded.contains("Anchor") ? null : item.anchor().orElse(null),
        fromProcess.isEmpty() ? owner : fromProcess,
        sender.isPresent() ? owner : null,
        excluded.contains("Tags") ? List.of() : withoutReserved(item.tags()),
        entry.slot(),
        entry.timestampMillis(),
        entry.blockHeight(),
        entry.hashChain(),
        false,
        false);
  }

  /**
   * The message of a cron tick: from the process's owner, not from whoever spawned it (ao.TN.1 §7
   * no. 15).
   */
  static EvalMessage cron(ProcessEnvironment process, Tick tick, List<Tag> tags) {
    String owner = process.owner().text();
    return new EvalMessage(
        null,
        null,
        null,
        owner,
        process.id().toString(),
        null,
        owner,
        null,
        tags,
        null,
        tick.timestampMillis(),
        tick.blockHeight(),
        null,
        true,
        false);
  }

  /**
   * A message without a slot, at the time and height of the newest evaluation unless it states its
   * own.
   */
  static EvalMessage dryRun(DryRunMessage message, ProcessId process, MachineState newest) {
    String fromProcess = Tag.first(message.tags(), FROM_PROCESS).orElse("");
    Long timestamp = message.timestampMillis();
    Long height = message.blockHeight();
    String target = message.target();
    return new EvalMessage(
        message.id(),
        message.signature(),
        message.data(),
        message.owner(),
        target == null ? process.toString() : target,
        message.anchor(),
        fromProcess.isEmpty() ? message.owner() : fromProcess,
        null,
        message.tags(),
        null,
        timestamp == null ? newest.timestampMillis() : timestamp,
        height == null ? newest.blockHeight() : height,
        null,
        false,
        true);
  }

  // ao.TN.1 §4.2 no. 7: tags named From and Owner are dropped, and only those (§7 no. 14).
  private static List<Tag> withoutReserved(List<Tag> tags) {
    return tags.stream()
        .filter(tag -> !tag.name().equals("From") && !tag.name().equals("Owner"))
        .toList();
  }

  private static Set<String> excludedFields(LogEntry entry) {
    try {
      return Set.copyOf(Assignment.read(entry.assignment()).exclude());
    } catch (ItemException e) {
      throw new IllegalStateException(
          "stored assignment " + entry.assignmentId() + " does not read", e);
    }
  }
}
