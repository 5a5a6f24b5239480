package dev.holon.testkit;

import dev.holon.core.StoreException;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxEntry.Action;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.ResultCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An outbox in memory. Thread-safe. */
public final class InMemoryOutboxStore implements OutboxStore {
  private final SortedMap<OutboxKey, OutboxEntry> entries =
      new TreeMap<>(
          Comparator.comparing(OutboxKey::process)
              .thenComparingLong(OutboxKey::slot)
              .thenComparingInt(OutboxKey::index));

  InMemoryOutboxStore() {}

  synchronized void add(List<OutboxEntry> added) {
    added.forEach(entry -> entries.put(entry.key(), entry));
  }

  @Override
  public synchronized List<OutboxEntry> due(
      ProcessId process, long nowMillis, int countMax, long bytesMax) {
    List<OutboxEntry> candidates =
        of(process).filter(entry -> isDue(entry, nowMillis)).limit(Math.max(0, countMax)).toList();
    List<OutboxEntry> due = new ArrayList<>();
    long bytes = 0;
    for (OutboxEntry entry : candidates) {
      if (bytes > Math.max(0, bytesMax)) {
        break;
      }
      due.add(entry);
      bytes += sizeBytes(entry.action());
    }
    return due;
  }

  @Override
  public synchronized List<OutboxEntry> entries(ProcessId process, long slot) {
    return of(process).filter(entry -> entry.key().slot() == slot).toList();
  }

  @Override
  public synchronized void update(List<StateChange> changes) {
    for (StateChange change : changes) {
      if (!entries.containsKey(change.key())) {
        String fault = "no outbox entry " + change.key();
        throw new StoreException(fault, new IllegalArgumentException(fault));
      }
    }
    changes.forEach(
        change ->
            entries.computeIfPresent(change.key(), (key, entry) -> with(entry, change.state())));
  }

  @Override
  public synchronized List<ProcessId> processesWithDue(long nowMillis, int countMax) {
    return entries.values().stream()
        .filter(entry -> isDue(entry, nowMillis))
        .sorted(
            Comparator.comparingLong(
                entry -> ((DeliveryState.Pending) entry.state()).notBeforeMillis()))
        .map(entry -> entry.key().process())
        .distinct()
        .limit(Math.max(0, countMax))
        .toList();
  }

  @Override
  public synchronized Counts counts() {
    return new Counts(
        count(DeliveryState.Pending.class),
        count(DeliveryState.Delivered.class),
        count(DeliveryState.Refused.class),
        count(DeliveryState.Parked.class));
  }

  private long count(Class<? extends DeliveryState> type) {
    return entries.values().stream().filter(entry -> type.isInstance(entry.state())).count();
  }

  private Stream<OutboxEntry> of(ProcessId process) {
    return entries.values().stream().filter(entry -> entry.key().process().equals(process));
  }

  private static long sizeBytes(Action action) {
    Result result =
        switch (action) {
          case Action.SendMessage send -> result(List.of(send.message()), List.of(), List.of());
          case Action.SpawnProcess spawn -> result(List.of(), List.of(spawn.spawn()), List.of());
          case Action.AssignMessage assign ->
              result(List.of(), List.of(), List.of(assign.assignment()));
        };
    return ResultCodec.encode(result).length;
  }

  private static Result result(
      List<Result.OutboundMessage> messages,
      List<Result.OutboundSpawn> spawns,
      List<Result.OutboundAssignment> assignments) {
    return new Result(messages, spawns, assignments, Result.NO_OUTPUT, 0, null);
  }

  private static boolean isDue(OutboxEntry entry, long nowMillis) {
    return entry.state() instanceof DeliveryState.Pending pending
        && pending.notBeforeMillis() <= nowMillis;
  }

  private static OutboxEntry with(OutboxEntry entry, DeliveryState state) {
    return new OutboxEntry(entry.key(), entry.pushedFor(), entry.action(), state);
  }
}
