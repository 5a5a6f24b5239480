package dev.holon.gateway;

import dev.holon.core.compute.ResultPlace;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.messenger.Cause;
import dev.holon.core.messenger.MonitorStore.Monitor;
import dev.holon.core.messenger.Outbox;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.settlement.BundleContent;
import dev.holon.core.settlement.BundleProgress;
import dev.holon.core.settlement.BundleState;
import dev.holon.core.settlement.Envelope;
import dev.holon.core.settlement.FeedRange;
import dev.holon.core.settlement.SettlementBundle;
import dev.holon.core.settlement.WalletNote;
import dev.holon.core.trace.EvaluationTime;
import dev.holon.core.trace.Place;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.Tag;
import dev.holon.protocol.Value;
import dev.holon.protocol.crypto.Sha2;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The node that the examples of {@code openapi.json} speak of. Keys, times and data are fixed, so
 * that all ids are the same each time.
 */
final class ExampleWorld implements AutoCloseable {
  final TestNode node = TestNode.start(UnitSettings.DEFAULT);

  /** Ids and bytes by the names they have here. */
  final Map<String, String> names = new TreeMap<>();

  ExampleWorld() {
    ProcessId process = node.spawned("example");
    settle();
    ProcessId target = node.spawned("example target");
    ProcessId busy = node.spawned("example busy");
    ProcessId writable = node.spawned("example writable");
    LogEntry message = node.scheduled(TestNode.message(process, "1 + 1"));
    LogEntry cause = node.scheduled(TestNode.message(process, "slow"));
    LogEntry arrived = node.scheduled(TestNode.message(target, "hello"));
    LogEntry waiting = node.scheduled(TestNode.message(busy, "slow"));
    send(cause, arrived);
    ProcessId sender = node.spawned("example sender");
    LogEntry sent = node.scheduled(TestNode.message(sender, "slow"));
    sendToWalletAndProcess(sent, target);
    ProcessId ticking = ticking();
    ProcessId ending = node.spawned("example ending");
    names.put("process", process.toString());
    names.put("busy", busy.toString());
    names.put("writable", writable.toString());
    names.put("sender", sender.toString());
    names.put("sent", sent.itemId().toString());
    names.put("ticking", ticking.toString());
    names.put("ending", ending.toString());
    names.put("monitorItem", bytes(request(ticking)));
    names.put("endItem", bytes(request(ending)));
    names.put("nobodysItem", bytes(request(new ProcessId(Id.of(new byte[32])))));
    node.stores
        .monitors()
        .add(new Monitor(ending, Id.of(new byte[32]), "example", TestNode.NOW.toEpochMilli()));
    names.put("message", message.itemId().toString());
    names.put("cause", cause.itemId().toString());
    names.put("waiting", waiting.itemId().toString());
    names.put("messengerItem", bytes(TestNode.message(writable, "to the messenger")));
    names.put("schedulerItem", bytes(TestNode.message(writable, "to the scheduler")));
  }

  /** The first entry of the first process is in a bundle that is in a block. */
  private void settle() {
    Id id = Id.of(Sha2.sha256("example bundle".getBytes(StandardCharsets.UTF_8)));
    long now = TestNode.NOW.toEpochMilli();
    BundleContent content =
        new BundleContent(
            new FeedRange(0, 1, 1), List.of(), 1_234, id, MemoryUnits.FIRST_TIMESTAMP);
    Envelope envelope =
        new Envelope(Envelope.Kind.TRANSACTION, id, Bytes.EMPTY, MemoryUnits.HEIGHT);
    SettlementBundle bundle = node.stores.settlement().record(content, envelope, now).orElseThrow();
    BundleProgress seen =
        new BundleProgress(BundleState.SEEN, 0, now + 60_000, now, MemoryUnits.HEIGHT + 1, "");
    node.stores.settlement().update(List.of(bundle.with(seen)));
    node.stores
        .settlement()
        .note(
            new WalletNote(
                "arweave",
                id.toString(),
                Optional.of(BigInteger.TWO.pow(40)),
                Optional.of(BigInteger.TWO.pow(30)),
                "",
                now));
  }

  private void send(LogEntry cause, LogEntry arrived) {
    Result.OutboundMessage sent =
        new Result.OutboundMessage(arrived.process().toString(), "", List.of(), null);
    Result result =
        new Result(List.of(sent), List.of(), List.of(), Value.Text.of("sent"), 42, null);
    node.results.append(
        new StoredResult(
            cause.process(), cause.slot(), cause.timestampMillis(), result, cause.hashChain()),
        Outbox.entriesOf(cause.process(), cause.slot(), Cause.of(cause), result));
    node.stores
        .outbox()
        .update(
            List.of(
                new StateChange(
                    new OutboxKey(cause.process(), cause.slot(), 0),
                    new DeliveryState.Delivered(arrived.itemId(), arrived.slot()))));
    node.stores
        .traces()
        .accept(
            new EvaluationTime(
                new Place(cause.process(), cause.slot()), cause.timestampMillis() + 3, 1_250));
  }

  /** A message for a wallet, which is parked, and one for a process, which is pending. */
  private void sendToWalletAndProcess(LogEntry sent, ProcessId target) {
    Result result =
        new Result(
            List.of(
                new Result.OutboundMessage(TestNode.USER.address().text(), "", List.of(), null),
                new Result.OutboundMessage(target.toString(), "", List.of(), null)),
            List.of(),
            List.of(),
            Value.Text.of("sent two"),
            42,
            null);
    node.results.append(
        new StoredResult(
            sent.process(), sent.slot(), sent.timestampMillis(), result, sent.hashChain()),
        Outbox.entriesOf(sent.process(), sent.slot(), Cause.of(sent), result));
    node.stores
        .outbox()
        .update(
            List.of(
                new StateChange(
                    new OutboxKey(sent.process(), sent.slot(), 0),
                    new DeliveryState.Parked("PUSH-0006: the target is a wallet"))));
  }

  /** A process that ticked twice. */
  private ProcessId ticking() {
    ProcessId process =
        node.spawned(
            "example ticking",
            new Tag("Cron-Interval", "1-minute"),
            new Tag("Cron-Tag-Action", "Tick"));
    for (int step = 1; step <= 2; step++) {
      Result result =
          new Result(List.of(), List.of(), List.of(), Value.Text.of("tick " + step), 42, null);
      node.results.append(
          new StoredResult(
              process,
              new ResultPlace(0, step),
              "0-1-minute",
              MemoryUnits.FIRST_TIMESTAMP + step * 60_000,
              result,
              process.id()),
          List.of());
    }
    return process;
  }

  // ao.TN.1 §1.5: no tags, data one space.
  private static DataItem request(ProcessId process) {
    return TestNode.item(process.id(), List.of(), " ".getBytes(StandardCharsets.UTF_8));
  }

  private static String bytes(DataItem item) {
    return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(item.toBytes());
  }

  @Override
  public void close() {
    node.close();
  }
}
