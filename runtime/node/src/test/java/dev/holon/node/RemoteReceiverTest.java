package dev.holon.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.actors.Messaging;
import dev.holon.core.FaultPoints;
import dev.holon.core.messenger.ChainLimits;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxStore.Filter;
import dev.holon.core.messenger.RemoteSchedulers;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Targets of another cluster that come and go. */
@Timeout(120)
class RemoteReceiverTest {
  private static final String PROGRAM =
      """
      Handlers.add("many", "Many", function(msg)
        for i = 1, 5 do Send{ Target = msg.Data, Action = "Number", Data = tostring(i) } end
      end)
      Handlers.add("bear", "Bear", function(msg) Spawn{ Scheduler = msg.Data, Data = "" } end)
      """;

  /** Schedulers that are away for some targets. */
  private static final class OtherCluster implements RemoteSchedulers {
    final Set<Id> away = ConcurrentHashMap.newKeySet();
    final Set<Id> slow = ConcurrentHashMap.newKeySet();
    final List<DataItem> received = Collections.synchronizedList(new ArrayList<>());
    final List<DataItem> tried = Collections.synchronizedList(new ArrayList<>());
    final Map<String, DataItem> spawned = Collections.synchronizedMap(new HashMap<>());
    final CompletableFuture<RemoteReply> never = new CompletableFuture<>();

    @Override
    public CompletionStage<RemoteReply> message(ProcessId target, DataItem item) {
      tried.add(item);
      if (slow.contains(target.id())) {
        return never;
      }
      if (away.contains(target.id())) {
        return CompletableFuture.completedFuture(
            new RemoteReply.Unreachable("PUSH-0009 nobody there"));
      }
      received.add(item);
      return CompletableFuture.completedFuture(new RemoteReply.Accepted());
    }

    @Override
    public CompletionStage<RemoteReply> spawn(String scheduler, DataItem item) {
      spawned.put(scheduler, item);
      return CompletableFuture.completedFuture(new RemoteReply.Accepted());
    }

    @Override
    public CompletionStage<RemoteReply> assign(
        ProcessId process, Id message, List<String> exclude) {
      return CompletableFuture.completedFuture(new RemoteReply.Refused("no"));
    }

    @Override
    public CompletionStage<RemoteReply> assignTransaction(
        ProcessId process, Id transaction, List<String> exclude) {
      return assign(process, transaction, exclude);
    }
  }

  private static final OtherCluster OTHER = new OtherCluster();
  @TempDir private static Path folder;
  private static UnitsFixture node;

  @BeforeAll
  static void start() throws StartFailure {
    node =
        new UnitsFixture(
            folder.resolve("postgres"),
            new Messaging(OTHER, ChainLimits.DEFAULT, FaultPoints.NONE));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void receiverThatIsAwayGetsAllOnceAndInOrderWhenItIsBack() {
    Id target = id(1);
    OTHER.away.add(target);
    ProcessId sender = node.spawned(PROGRAM);
    ProcessId neighbour = node.spawned(PROGRAM);
    send(sender, "Many", target);
    send(sender, "Many", neighbour.id());
    send(sender, "Many", target);

    for (int i = 0; i < 5; i++) {
      assertInstanceOf(DeliveryState.Delivered.class, node.settled(sender, 2, i));
    }
    List<OutboxEntry> waiting = pendingWithCause(sender, 10);

    DeliveryState.Pending first = pending(waiting.getFirst());
    assertEquals("PUSH-0009 nobody there", first.lastCause());
    assertTrue(first.attempts() >= 1 && first.notBeforeMillis() > 0);
    assertEquals(
        "behind an earlier entry for the same target", pending(waiting.get(9)).lastCause());
    assertEquals(0, pending(waiting.get(9)).attempts());

    OTHER.away.remove(target);
    for (int slot : List.of(1, 3)) {
      for (int i = 0; i < 5; i++) {
        DeliveryState.Delivered delivered =
            assertInstanceOf(DeliveryState.Delivered.class, node.settled(sender, slot, i));
        assertEquals(-1, delivered.slot());
      }
    }
    List<String> numbers =
        OTHER.received.stream()
            .filter(item -> item.target().orElseThrow().equals(target))
            .map(DataItem::dataText)
            .toList();
    assertEquals(List.of("1", "2", "3", "4", "5", "1", "2", "3", "4", "5"), numbers);
  }

  @Test
  void receiverThatNeverAnswersHoldsUpNobodyElse() {
    Id slow = id(2);
    OTHER.slow.add(slow);
    ProcessId sender = node.spawned(PROGRAM);
    ProcessId neighbour = node.spawned(PROGRAM);
    for (int i = 0; i < 40; i++) {
      send(sender, "Many", slow);
    }
    send(sender, "Many", neighbour.id());

    assertInstanceOf(DeliveryState.Delivered.class, node.settled(sender, 41, 4));
    assertEquals(
        1,
        OTHER.tried.stream().filter(item -> item.target().orElseThrow().equals(slow)).count(),
        "one at a time leaves for another cluster");
  }

  @Test
  void targetThatIsAwayIsAskedOnceForAllThatWaits() {
    Id target = id(3);
    OTHER.away.add(target);
    ProcessId sender = node.spawned(PROGRAM);
    for (int i = 0; i < 4; i++) {
      send(sender, "Many", target);
    }

    List<OutboxEntry> waiting = pendingWithCause(sender, 20);

    long tries =
        OTHER.tried.stream().filter(item -> item.target().orElseThrow().equals(target)).count();
    assertTrue(tries <= 4, tries + " tries for " + waiting.size() + " entries");
  }

  @Test
  void spawnGoesToTheSchedulerItNamesAndTheParentIsTold() {
    ProcessId sender = node.spawned(PROGRAM);
    Id scheduler = id(4);
    send(sender, "Bear", scheduler);

    assertInstanceOf(DeliveryState.Delivered.class, node.settled(sender, 1, 0));

    DataItem spawn = OTHER.spawned.get(scheduler.toString());
    DataItem notice =
        node.stores.schedules().entry(sender, 2).orElseThrow().message().orElseThrow();
    assertEquals(spawn.id().toString(), notice.tag("Process").orElseThrow());
  }

  private static List<OutboxEntry> pendingWithCause(ProcessId process, int count) {
    for (int i = 0; i < 1_000; i++) {
      List<OutboxEntry> waiting =
          node.stores.outbox().list(new Filter(process, null, null), 1_000, 64 << 20).stream()
              .filter(
                  entry ->
                      entry.state() instanceof DeliveryState.Pending pending
                          && pending.lastCause() != null)
              .toList();
      if (waiting.size() == count) {
        return waiting;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    throw new AssertionError("fewer than " + count + " wait with a cause");
  }

  private static DeliveryState.Pending pending(OutboxEntry entry) {
    return assertInstanceOf(DeliveryState.Pending.class, entry.state());
  }

  private static void send(ProcessId process, String action, Id data) {
    node.schedule(node.message(process.id(), action, data.toString()));
  }

  private static Id id(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return Id.of(bytes);
  }
}
