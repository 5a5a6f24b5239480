package dev.holon.node;

import static dev.holon.node.UnitsFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.actors.Messaging;
import dev.holon.core.FaultPoints;
import dev.holon.core.compute.ResultReply;
import dev.holon.core.messenger.ChainLimits;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxStore.Filter;
import dev.holon.core.messenger.OutboxStore.StateKind;
import dev.holon.core.messenger.RemoteSchedulers;
import dev.holon.core.scheduler.ChainPosition;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.VerifiedItem;
import dev.holon.protocol.Wallet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What processes send, from the result to the target's log, over a real PostgreSQL. */
@Timeout(120)
class MessengerTest {
  private static final ChainLimits LIMITS = new ChainLimits(8, 20, 50, 1_000, 1_000);
  private static final Duration WAIT = Duration.ofSeconds(20);

  private static final String PROGRAM =
      """
      Handlers.add("start", "Start", function(msg) Send{ Target = msg.Data, Action = "Ball" } end)
      Handlers.add("ball", "Ball", function(msg) Send{ Target = msg.From, Action = "Ball" } end)
      Handlers.add("fork", "Fork", function(msg)
        Send{ Target = ao.id, Action = "Fork" }
        Send{ Target = ao.id, Action = "Fork" }
      end)
      Handlers.add("fan", "Fan", function(msg)
        for i = 1, 10 do Send{ Target = msg.Data, Action = "Nothing" } end
      end)
      Handlers.add("carry", "Carry", function(msg)
        local one, two = string.match(msg.Data, "(%S+) (%S+)")
        Send{ Target = one, Action = "Carried", Assignments = { two } }
      end)
      Handlers.add("many", "Many", function(msg)
        for i = 1, 5 do Send{ Target = msg.Data, Action = "Number", Data = tostring(i) } end
      end)
      Handlers.add("bear", "Bear", function(msg)
        Spawn{ ["On-Boot"] = "Data", Data = "Send{ Target = '" .. msg.Data .. "', Action = 'Born' }" }
      end)
      Handlers.add("breed", "Breed", function(msg) Spawn{ Data = "" } end)
      Handlers.add("spawned", "Spawned", function(msg)
        if Breeds then Spawn{ Data = "" } end
      end)
      """;

  @TempDir private static Path folder;
  private static UnitsFixture node;

  @BeforeAll
  static void start() throws StartFailure {
    node =
        new UnitsFixture(
            folder.resolve("postgres"),
            new Messaging(RemoteSchedulers.none(), LIMITS, FaultPoints.NONE));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void listedProcessIsAssignedTheMessageThatListsIt() {
    ProcessId sender = node.spawned(PROGRAM);
    ProcessId one = node.spawned(PROGRAM);
    ProcessId two = node.spawned(PROGRAM);
    send(sender, "Carry", one + " " + two);

    DeliveryState.Delivered carrier =
        assertInstanceOf(DeliveryState.Delivered.class, node.settled(sender, 1, 0));
    assertInstanceOf(DeliveryState.Delivered.class, node.settled(sender, 1, 1));

    LogEntry assigned = entry(two, 1);
    assertEquals(carrier.itemId(), assigned.itemId());
    assertTrue(assigned.message().isEmpty());
    DataItem item = entry(one, 1).message().orElseThrow();
    assertTrue(item.tag("Assignments").isEmpty());
  }

  @Test
  void bootOfASpawnedProcessIsPushedInTheSameChainAndItsParentIsTold() {
    ProcessId parent = node.spawned(PROGRAM);
    ProcessId friend = node.spawned(PROGRAM);
    VerifiedItem cause = send(parent, "Bear", friend.toString());

    DeliveryState.Delivered spawned =
        assertInstanceOf(DeliveryState.Delivered.class, node.settled(parent, 1, 0));
    ProcessId child = new ProcessId(spawned.itemId());
    assertInstanceOf(DeliveryState.Delivered.class, node.settled(child, 0, 0));

    DataItem notice = entry(parent, 2).message().orElseThrow();
    assertEquals(child.toString(), notice.tag("Process").orElseThrow());
    assertEquals("Spawned", notice.tag("Action").orElseThrow());
    DataItem born = entry(friend, 1).message().orElseThrow();
    assertEquals("Born", born.tag("Action").orElseThrow());
    assertEquals(child.toString(), born.tag("From-Process").orElseThrow());
    assertEquals(cause.id().toString(), born.tag("Pushed-For").orElseThrow());
    assertEquals(new ChainPosition(cause.id(), 2), entry(friend, 1).chain());
  }

  @Test
  void messagesForOneTargetKeepTheirOrder() {
    ProcessId sender = node.spawned(PROGRAM);
    ProcessId target = node.spawned(PROGRAM);
    for (int i = 0; i < 4; i++) {
      send(sender, "Many", target.toString());
    }

    for (int slot = 1; slot <= 4; slot++) {
      for (int i = 0; i < 5; i++) {
        assertInstanceOf(DeliveryState.Delivered.class, node.settled(sender, slot, i));
      }
    }

    for (int slot = 1; slot <= 20; slot++) {
      DataItem item = entry(target, slot).message().orElseThrow();
      assertEquals(String.valueOf((slot - 1) % 5 + 1), item.dataText());
      assertEquals(String.valueOf(slot), item.tag("Reference").orElseThrow());
    }
  }

  @Test
  void secondMessengersCopyKeepsTheFirstOnesSlot() {
    ProcessId sender = node.spawned(PROGRAM);
    Wallet other = Secp256k1Wallet.of(fill(9)); // A test key.
    VerifiedItem spawn = node.spawn(PROGRAM, new Tag("Authority", other.signerAddress().text()));
    node.schedule(spawn);
    ProcessId target = new ProcessId(spawn.id());
    send(sender, "Start", target.toString());
    node.settled(sender, 1, 0);
    DataItem first = entry(target, 1).message().orElseThrow();
    VerifiedItem copy = VerifiedItem.sign(contentOf(first), other);
    VerifiedItem strangers = VerifiedItem.sign(contentOf(first), node.user);

    ScheduleReply repeated = node.schedule(copy);
    ScheduleReply untrusted = node.schedule(strangers);

    assertEquals(
        first.id(),
        assertInstanceOf(ScheduleReply.AlreadyScheduled.class, repeated).entry().itemId());
    assertInstanceOf(ScheduleReply.Scheduled.class, untrusted);
    assertInstanceOf(ScheduleReply.AlreadyScheduled.class, node.schedule(strangers));
  }

  @Test
  void endlessGameIsParkedAtItsDepthAndGoesOnWhenRedone() {
    ProcessId one = node.spawned(PROGRAM);
    ProcessId two = node.spawned(PROGRAM);
    send(one, "Start", two.toString());

    OutboxEntry parked = parked(one, two, 1).getFirst();

    assertTrue(cause(parked).startsWith("PUSH-0002"), cause(parked));
    assertEquals(LIMITS.depthMax() + 1, parked.chain().depth());
    assertEquals(
        LIMITS.depthMax(),
        node.stores.schedules().latest(one).orElseThrow().slot()
            - 1
            + node.stores.schedules().latest(two).orElseThrow().slot());

    assertTrue(node.stores.outbox().redo(parked.key(), ChainPosition.redone(Id.of(fill(1)))));

    OutboxEntry again = parked(one, two, 1).getFirst();
    assertTrue(again.key().slot() > parked.key().slot());
  }

  @Test
  void whatMultipliesIsBoundedAndNothingOfItIsLost() {
    ProcessId bomb = node.spawned(PROGRAM);
    ProcessId honest = node.spawned(PROGRAM);
    ProcessId friend = node.spawned(PROGRAM);
    send(bomb, "Fork", "");
    send(honest, "Carry", friend + " " + friend);
    assertInstanceOf(DeliveryState.Delivered.class, node.settled(honest, 1, 0));

    awaitQuiet(bomb);

    List<OutboxEntry> all = list(bomb, null);
    List<OutboxEntry> parked = list(bomb, StateKind.PARKED);
    long delivered = list(bomb, StateKind.DELIVERED).size();
    assertEquals(all.size(), delivered + parked.size());
    assertEquals(2 * (delivered + 1), all.size());
    // One process at work: at most a page beyond the limit.
    assertTrue(delivered >= LIMITS.entriesMax() / 2 && delivered <= LIMITS.entriesMax() + 130);
    assertTrue(parked.stream().allMatch(entry -> cause(entry).startsWith("PUSH-000")));
    assertTrue(parked.stream().anyMatch(entry -> cause(entry).startsWith("PUSH-0003")));
  }

  @Test
  void processThatSpawnsOnEachNoticeIsBoundedToo() {
    ProcessId process = node.spawned(PROGRAM + "Breeds = true");
    send(process, "Breed", "");

    awaitQuiet(process);

    List<OutboxEntry> parked = list(process, StateKind.PARKED);
    assertEquals(1, parked.size());
    assertTrue(cause(parked.getFirst()).startsWith("PUSH-0002"));
    assertEquals(LIMITS.depthMax(), list(process, StateKind.DELIVERED).size());
  }

  @Test
  void fanOutOfOneResultIsBounded() {
    ProcessId sender = node.spawned(PROGRAM);
    ProcessId target = node.spawned(PROGRAM);
    send(sender, "Fan", target.toString());

    awaitQuiet(sender);

    assertEquals(8, list(sender, StateKind.DELIVERED).size());
    List<OutboxEntry> parked = list(sender, StateKind.PARKED);
    assertEquals(List.of(8, 9), parked.stream().map(entry -> entry.key().index()).toList());
    assertTrue(cause(parked.getFirst()).startsWith("PUSH-0001"));
    assertEquals(8, node.stores.schedules().latest(target).orElseThrow().slot());
  }

  @Test
  void parkedEntryHoldsUpNobody() {
    ProcessId sender = node.spawned(PROGRAM);
    ProcessId target = node.spawned(PROGRAM);
    send(sender, "Many", Id.of(fill(77)).toString());
    send(sender, "Many", target.toString());

    assertInstanceOf(DeliveryState.Delivered.class, node.settled(sender, 2, 4));
    DeliveryState.Parked parked =
        assertInstanceOf(DeliveryState.Parked.class, node.settled(sender, 1, 0));
    assertTrue(parked.cause().startsWith("PUSH-0005"), parked.cause());
  }

  private static void awaitQuiet(ProcessId process) {
    for (int i = 0; i < 1_000; i++) {
      long slot = node.stores.schedules().latest(process).orElseThrow().slot();
      assertInstanceOf(ResultReply.Ready.class, await(node.units.result(process, slot, WAIT)));
      if (list(process, StateKind.PENDING).isEmpty()
          && slot == node.stores.schedules().latest(process).orElseThrow().slot()) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    throw new AssertionError("still at work: " + list(process, StateKind.PENDING));
  }

  private static List<OutboxEntry> parked(ProcessId one, ProcessId two, int count) {
    for (int i = 0; i < 1_000; i++) {
      List<OutboxEntry> parked = list(one, StateKind.PARKED);
      if (parked.isEmpty()) {
        parked = list(two, StateKind.PARKED);
      }
      if (parked.size() >= count) {
        return parked;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(25));
    }
    throw new AssertionError("nothing is parked");
  }

  private static List<OutboxEntry> list(ProcessId process, @Nullable StateKind state) {
    return node.stores.outbox().list(new Filter(process, state, null), 10_000, 64 << 20);
  }

  private static String cause(OutboxEntry entry) {
    return assertInstanceOf(DeliveryState.Parked.class, entry.state()).cause();
  }

  private static VerifiedItem send(ProcessId process, String action, String data) {
    VerifiedItem message = node.message(process.id(), action, data);
    assertInstanceOf(ScheduleReply.Scheduled.class, node.schedule(message));
    return message;
  }

  private static LogEntry entry(ProcessId process, long slot) {
    return node.stores.schedules().entry(process, slot).orElseThrow();
  }

  private static UnsignedItem contentOf(DataItem item) {
    byte[] data = new byte[item.data().remaining()];
    item.data().get(data);
    return new UnsignedItem(
        item.target().orElse(null), item.anchor().orElse(null), item.tags(), data);
  }

  private static byte[] fill(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
