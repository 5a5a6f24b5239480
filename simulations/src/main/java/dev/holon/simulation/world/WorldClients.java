package dev.holon.simulation.world;

import dev.holon.core.RefusalCode;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Those who spawn processes, send them messages, and ask again until they have an answer. */
final class WorldClients {
  private static final int SEND_WITHIN_MILLIS = 20_000;
  private static final int PATIENCE_MIN_MILLIS = 500;
  private static final int PATIENCE_MAX_MILLIS = 6_000;
  private static final int HOPS_MAX = 5;

  private final World world;
  private final List<ProcessId> processes = new ArrayList<>();
  private final Map<Id, Long> slots = new TreeMap<>();
  private final Map<Id, DataItem> waiting = new TreeMap<>();
  private int toSend;

  WorldClients(World world, WorldPlan plan) {
    this.world = world;
    this.toSend = plan.processes() + plan.messages();
    for (int i = 0; i < plan.processes(); i++) {
      boolean hasCron = i == 0 && world.chance().oneIn(3);
      world.time().after(world.chance().between(0, 2_000), () -> post(spawn(hasCron)));
    }
    for (int i = 0; i < plan.messages(); i++) {
      world.time().after(world.chance().between(0, SEND_WITHIN_MILLIS), this::sendMessage);
    }
  }

  private DataItem spawn(boolean hasCron) {
    List<Tag> tags =
        new ArrayList<>(
            List.of(
                new Tag("Data-Protocol", "ao"),
                new Tag("Variant", "ao.TN.1"),
                new Tag("Type", "Process"),
                new Tag("Module", ToyMachines.MODULE.toString()),
                new Tag("Scheduler", world.wallets().scheduler().address().text()),
                new Tag("Authority", world.wallets().messenger().address().text())));
    if (hasCron) {
      tags.add(new Tag("Cron-Interval", "3-seconds"));
      tags.add(new Tag("Cron-Tag-Action", "Tick"));
    }
    return sign(null, tags, " ");
  }

  /** To a process that is known to be there; else later. */
  private void sendMessage() {
    if (processes.isEmpty()) {
      world.time().after(PATIENCE_MIN_MILLIS, this::sendMessage);
      return;
    }
    String action =
        world.chance().oneOf(List.of("Add", "Add", "Fan", "Hop", "Hop", "Spawn", "Fail"));
    List<Tag> tags =
        List.of(
            new Tag("Action", action),
            new Tag("Left", Integer.toString(world.chance().between(1, HOPS_MAX))),
            new Tag("Data-Protocol", "ao"),
            new Tag("Variant", "ao.TN.1"),
            new Tag("Type", "Message"));
    String others = processes.stream().map(ProcessId::toString).collect(Collectors.joining(","));
    post(sign(world.chance().oneOf(processes).id(), tags, others));
  }

  private DataItem sign(@Nullable Id target, List<Tag> tags, String data) {
    return UnsignedItem.of(target, tags, data.getBytes(StandardCharsets.UTF_8))
        .withAnchor(world.chance().bytes(Id.SIZE_BYTES))
        .sign(world.wallets().client());
  }

  private void post(DataItem item) {
    toSend--;
    waiting.put(item.id(), item);
    postUntilAnswered(item);
  }

  private void postUntilAnswered(DataItem item) {
    if (!waiting.containsKey(item.id())) {
      return;
    }
    postOnce(item);
    if (world.chance().oneIn(8)) {
      postOnce(item);
    }
    world
        .time()
        .after(
            world.chance().between(PATIENCE_MIN_MILLIS, PATIENCE_MAX_MILLIS),
            () -> postUntilAnswered(item));
  }

  private void postOnce(DataItem item) {
    SimulatedNode node = world.chance().oneOf(world.nodes());
    world
        .network()
        .call(
            node,
            () ->
                world.schedule(
                    node,
                    item,
                    null,
                    reply -> world.network().answer(() -> answered(item, reply))));
  }

  private void answered(DataItem item, ScheduleReply reply) {
    switch (reply) {
      case ScheduleReply.Scheduled done -> acknowledged(item, done.entry());
      case ScheduleReply.AlreadyScheduled done -> acknowledged(item, done.entry());
      case ScheduleReply.Rejected rejected -> {
        // A refusal for good would be wrong: all that is sent here is right.
        if (rejected.refusal().code() != RefusalCode.STORE_UNAVAILABLE) {
          world.violated("message " + item.id() + " is refused: " + rejected.refusal().text());
        }
      }
    }
  }

  private void acknowledged(DataItem item, LogEntry entry) {
    if (!entry.itemId().equals(item.id())) {
      world.violated("message " + item.id() + " is answered with " + entry.itemId());
    }
    Long before = slots.putIfAbsent(item.id(), entry.slot());
    if (before != null && before != entry.slot()) {
      world.violated(
          "message " + item.id() + " has slot " + before + ", and then slot " + entry.slot());
    }
    waiting.remove(item.id());
    if (before == null && entry.slot() == 0) {
      processes.add(entry.process());
    }
  }

  /** What has no answer yet; null when all has. */
  @Nullable String unanswered() {
    if (toSend > 0) {
      return toSend + " messages are not sent yet";
    }
    return waiting.isEmpty() ? null : "messages without answer: " + waiting.keySet();
  }

  /** The slots that were acknowledged, by message. */
  Map<Id, Long> slots() {
    return Map.copyOf(slots);
  }
}
