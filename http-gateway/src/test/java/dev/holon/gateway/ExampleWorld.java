package dev.holon.gateway;

import dev.holon.core.compute.StoredResult;
import dev.holon.core.messenger.Cause;
import dev.holon.core.messenger.Outbox;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.trace.EvaluationTime;
import dev.holon.core.trace.Place;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.Value;
import java.util.List;
import java.util.Map;
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
    ProcessId target = node.spawned("example target");
    ProcessId busy = node.spawned("example busy");
    ProcessId writable = node.spawned("example writable");
    LogEntry message = node.scheduled(TestNode.message(process, "1 + 1"));
    LogEntry cause = node.scheduled(TestNode.message(process, "slow"));
    LogEntry arrived = node.scheduled(TestNode.message(target, "hello"));
    LogEntry waiting = node.scheduled(TestNode.message(busy, "slow"));
    send(cause, arrived);
    names.put("process", process.toString());
    names.put("busy", busy.toString());
    names.put("writable", writable.toString());
    names.put("message", message.itemId().toString());
    names.put("cause", cause.itemId().toString());
    names.put("waiting", waiting.itemId().toString());
    names.put("messengerItem", bytes(TestNode.message(writable, "to the messenger")));
    names.put("schedulerItem", bytes(TestNode.message(writable, "to the scheduler")));
  }

  private void send(LogEntry cause, LogEntry arrived) {
    Result.OutboundMessage sent =
        new Result.OutboundMessage(arrived.process().toString(), "", List.of(), null);
    Result result =
        new Result(List.of(sent), List.of(), List.of(), Value.Text.of("sent"), 42, null);
    node.results.append(
        new StoredResult(
            cause.process(), cause.slot(), cause.timestampMillis(), result, cause.hashChain()),
        Outbox.entriesOf(
            cause.process(), cause.slot(), Cause.of(cause, cause.message().orElseThrow()), result));
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

  private static String bytes(DataItem item) {
    return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(item.toBytes());
  }

  @Override
  public void close() {
    node.close();
  }
}
