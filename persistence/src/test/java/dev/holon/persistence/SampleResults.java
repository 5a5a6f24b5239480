package dev.holon.persistence;

import dev.holon.core.compute.ResultPlace;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxEntry.Action;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.scheduler.ChainPosition;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.ResultCodec;
import dev.holon.protocol.Tag;
import dev.holon.protocol.Value;
import java.util.List;
import java.util.Random;

/** Results with all that they can hold. */
final class SampleResults {
  private static final Result.OutboundMessage MESSAGE =
      new Result.OutboundMessage(
          "target",
          "00000000000000000000000000000001",
          List.of(new Tag("Action", "Grüße")),
          Bytes.ofUtf8("data"));
  private static final Result.OutboundSpawn SPAWN =
      new Result.OutboundSpawn(
          "00000000000000000000000000000002", List.of(new Tag("On-Boot", "1")), null);
  private static final Result.OutboundAssignment ASSIGNMENT =
      new Result.OutboundAssignment(List.of("a", "b"), "message", true, List.of("Data"));

  private SampleResults() {}

  static StoredResult completed(ProcessId process, long slot) {
    Result result =
        new Result(
            List.of(MESSAGE),
            List.of(SPAWN),
            List.of(ASSIGNMENT),
            Value.Text.of("output " + slot),
            1_234,
            null);
    return new StoredResult(process, slot, 1_000 + 10 * slot, result, SampleLog.randomId());
  }

  static StoredResult tick(
      ProcessId process, long slot, long step, long timestampMillis, String cron) {
    Result result = completed(process, slot).result();
    ResultPlace place = new ResultPlace(slot, step);
    return new StoredResult(process, place, cron, timestampMillis, result, SampleLog.randomId());
  }

  static StoredResult failed(ProcessId process, long slot) {
    Result result = Result.failed(Value.Text.of("it failed"), 99);
    return new StoredResult(process, slot, 1_000 + 10 * slot, result, SampleLog.randomId());
  }

  /** One entry of each kind, all fresh. */
  static List<OutboxEntry> outbox(ProcessId process, long slot) {
    return List.of(
        fresh(process, slot, 0, new Action.SendMessage(MESSAGE)),
        fresh(process, slot, 1, new Action.SpawnProcess(SPAWN)),
        fresh(process, slot, 2, new Action.AssignMessage(ASSIGNMENT)));
  }

  /** A fresh entry with random data, which does not compress. */
  static OutboxEntry message(ProcessId process, long slot, int sizeBytes) {
    Result.OutboundMessage message =
        new Result.OutboundMessage("target", "", List.of(), randomBytes(sizeBytes));
    return fresh(process, slot, 0, new Action.SendMessage(message));
  }

  /** A fresh message to a target that is an id. */
  static OutboxEntry messageTo(ProcessId process, long slot, int index, Id target) {
    Result.OutboundMessage message =
        new Result.OutboundMessage(target.toString(), "", List.of(), null);
    return fresh(process, slot, index, new Action.SendMessage(message));
  }

  /** The same entry at another place of a chain. */
  static OutboxEntry at(OutboxEntry entry, ChainPosition chain) {
    return new OutboxEntry(entry.key(), entry.pushedFor(), chain, entry.action(), entry.state());
  }

  /** A result with random output, which does not compress. */
  static StoredResult large(ProcessId process, long slot, int sizeBytes) {
    Value output = new Value.Text(randomBytes(sizeBytes));
    Result result = new Result(List.of(), List.of(), List.of(), output, 1, null);
    return new StoredResult(process, slot, 1_000 + 10 * slot, result, SampleLog.randomId());
  }

  /** A result that has no encoding: it is nested too deep. */
  static StoredResult unencodable(ProcessId process, long slot) {
    Value output = Value.Text.of("");
    for (int i = 0; i <= ResultCodec.DEPTH_MAX; i++) {
      output = new Value.ListOf(List.of(output));
    }
    Result result = new Result(List.of(), List.of(), List.of(), output, 1, null);
    return new StoredResult(process, slot, 1_000 + 10 * slot, result, SampleLog.randomId());
  }

  private static Bytes randomBytes(int sizeBytes) {
    byte[] bytes = new byte[sizeBytes];
    new Random().nextBytes(bytes);
    return Bytes.of(bytes);
  }

  static OutboxEntry with(OutboxEntry entry, DeliveryState state) {
    return entry.with(state);
  }

  private static OutboxEntry fresh(ProcessId process, long slot, int index, Action action) {
    return new OutboxEntry(
        new OutboxKey(process, slot, index),
        index == 1 ? null : process.id(),
        action,
        OutboxEntry.fresh());
  }
}
