package dev.holon.testkit;

import dev.holon.core.StoreException;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxEntry.Action;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.scheduler.ChainPosition;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.ResultCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** An outbox in memory. Thread-safe. */
public final class InMemoryOutboxStore implements OutboxStore {
  private static final Comparator<OutboxKey> ORDER =
      Comparator.comparing(OutboxKey::process)
          .thenComparingLong(OutboxKey::slot)
          .thenComparingInt(OutboxKey::index);

  private final SortedMap<OutboxKey, OutboxEntry> entries = new TreeMap<>(ORDER);

  InMemoryOutboxStore() {}

  synchronized void add(List<OutboxEntry> added) {
    added.forEach(entry -> entries.put(entry.key(), entry));
  }

  @Override
  public synchronized List<DueEntry> due(ProcessId process, long nowMillis, Page page) {
    List<OutboxEntry> candidates =
        of(process)
            .filter(entry -> isDue(entry, nowMillis))
            .filter(entry -> entry.target().filter(page.except()::contains).isEmpty())
            .limit(Math.max(0, page.countMax()))
            .toList();
    return upTo(Math.max(0, page.bytesMax()), candidates).stream()
        .map(entry -> new DueEntry(entry, behindMillis(entry, nowMillis), chainCount(entry)))
        .toList();
  }

  private long behindMillis(OutboxEntry entry, long nowMillis) {
    return entry.target().stream()
        .flatMap(target -> of(entry.key().process()).filter(other -> isFor(other, target)))
        .filter(other -> ORDER.compare(other.key(), entry.key()) < 0)
        .filter(other -> other.state() instanceof DeliveryState.Pending)
        .mapToLong(other -> ((DeliveryState.Pending) other.state()).notBeforeMillis())
        .filter(notBefore -> notBefore > nowMillis)
        .reduce(0, (nearest, next) -> next);
  }

  private static boolean isFor(OutboxEntry entry, Id target) {
    return entry.target().filter(target::equals).isPresent();
  }

  private long chainCount(OutboxEntry entry) {
    return entries.values().stream()
        .filter(other -> other.chain().root().equals(entry.chain().root()))
        .filter(other -> other.chain().depth() > 1)
        .filter(other -> other.state() instanceof DeliveryState.Delivered)
        .count();
  }

  @Override
  public synchronized List<OutboxEntry> entries(ProcessId process, long slot) {
    return of(process).filter(entry -> entry.key().slot() == slot).toList();
  }

  @Override
  public synchronized Optional<OutboxEntry> entry(OutboxKey key) {
    return Optional.ofNullable(entries.get(key));
  }

  @Override
  public synchronized List<OutboxEntry> list(Filter filter, int countMax, long bytesMax) {
    List<OutboxEntry> candidates =
        entries.values().stream()
            .filter(
                entry -> filter.process() == null || filter.process().equals(entry.key().process()))
            .filter(
                entry -> filter.state() == null || filter.state() == StateKind.of(entry.state()))
            .filter(
                entry -> filter.after() == null || ORDER.compare(entry.key(), filter.after()) > 0)
            .limit(Math.max(0, countMax))
            .toList();
    return upTo(Math.max(0, bytesMax), candidates);
  }

  private static List<OutboxEntry> upTo(long bytesMax, List<OutboxEntry> candidates) {
    List<OutboxEntry> page = new ArrayList<>();
    long bytes = 0;
    for (OutboxEntry entry : candidates) {
      if (bytes > bytesMax) {
        break;
      }
      page.add(entry);
      bytes += sizeBytes(entry.action());
    }
    return page;
  }

  @Override
  public synchronized CompletionStage<Void> conclude(List<StateChange> changes) {
    for (StateChange change : changes) {
      entries.computeIfPresent(
          change.key(),
          (key, entry) ->
              entry.state() instanceof DeliveryState.Pending
                      || change.state() instanceof DeliveryState.Delivered
                  ? entry.with(change.state())
                  : entry);
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized boolean redo(OutboxKey key, ChainPosition chain) {
    return entries.computeIfPresent(
            key,
            (same, entry) ->
                new OutboxEntry(key, entry.pushedFor(), chain, entry.action(), OutboxEntry.fresh()))
        != null;
  }

  // Chains are counted anew each time, so there is nothing to forget.
  @Override
  public void forgetChains(long beforeMillis) {}

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
            entries.computeIfPresent(change.key(), (key, entry) -> entry.with(change.state())));
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
          case Action.AssignCarrier carrier -> result(List.of(), List.of(), List.of());
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
}
