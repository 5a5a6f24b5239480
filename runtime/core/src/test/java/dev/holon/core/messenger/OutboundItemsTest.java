package dev.holon.core.messenger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Tag;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboundItemsTest {
  private static final String ANCHOR = "00000000000000000000000000000001";
  private static final Id TARGET = id(3);
  private static final Id ROOT = id(4);

  // A test key.
  private final OutboundItems items = new OutboundItems(Secp256k1Wallet.of(id(5).toBytes()));
  private final OutboundItems.Sender sender =
      new OutboundItems.Sender(new ProcessId(id(1)), "module", "scheduler");

  /** ao.TN.1 §3.4, §8.2. */
  @Test
  void messageTagsStandInTheNetworksOrder() {
    Result.OutboundMessage message =
        new Result.OutboundMessage(
            TARGET.toString(),
            ANCHOR,
            List.of(
                new Tag("Data-Protocol", "ao"),
                new Tag("Variant", "ao.TN.1"),
                new Tag("Type", "Message"),
                new Tag("Reference", "1"),
                new Tag("From-Process", "forged"),
                new Tag("Action", "Hi")),
            Bytes.ofUtf8("yo"));

    DataItem item = items.message(sender, message, origin(message, 0)).item();

    assertEquals(
        List.of(
            new Tag("Variant", "ao.TN.1"),
            new Tag("Reference", "1"),
            new Tag("Action", "Hi"),
            new Tag("Data-Protocol", "ao"),
            new Tag("Type", "Message"),
            new Tag("From-Process", sender.process().toString()),
            new Tag("From-Module", "module"),
            new Tag("Pushed-For", ROOT.toString())),
        item.tags());
    assertEquals(TARGET, item.target().orElseThrow());
  }

  @Test
  void theSameEntryGivesTheSameBytes() {
    Result.OutboundMessage message =
        new Result.OutboundMessage(TARGET.toString(), ANCHOR, List.of(), null);

    assertArrayEquals(
        items.message(sender, message, origin(message, 0)).item().toBytes(),
        items.message(sender, message, origin(message, 0)).item().toBytes());
  }

  @Test
  void spawnInheritsTheSchedulerAndSaysWhoseItIs() {
    Result.OutboundSpawn spawn =
        new Result.OutboundSpawn(
            ANCHOR,
            List.of(
                new Tag("Type", "Process"),
                new Tag("From-Module", "forged"),
                new Tag("Module", "m")),
            null);

    DataItem item = items.spawn(sender, spawn, origin(spawn, 0)).item();

    assertEquals(
        List.of(
            new Tag("From-Module", "module"),
            new Tag("Module", "m"),
            new Tag("Variant", "ao.TN.1"),
            new Tag("Data-Protocol", "ao"),
            new Tag("Type", "Process"),
            new Tag("From-Process", sender.process().toString()),
            new Tag("Pushed-For", ROOT.toString()),
            new Tag("Scheduler", "scheduler")),
        item.tags());
    assertEquals(java.util.Optional.empty(), item.target());
  }

  @Test
  void spawnedNoticeNamesTheChild() {
    ProcessId child = new ProcessId(id(8));
    Result.OutboundSpawn spawn =
        new Result.OutboundSpawn(ANCHOR, List.of(new Tag("Reference", "7")), null);

    DataItem item = items.spawnedNotice(sender, spawn, child).item();

    assertEquals(
        List.of(
            new Tag("Reference", "7"),
            new Tag("Data-Protocol", "ao"),
            new Tag("Type", "Message"),
            new Tag("Process", child.toString()),
            new Tag("Action", "Spawned"),
            new Tag("Variant", "ao.TN.1")),
        item.tags());
    assertEquals(sender.process().id(), item.target().orElseThrow());
  }

  @Test
  void anchorOfAnotherSizeIsRefusedWithItsSize() {
    Result.OutboundMessage message =
        new Result.OutboundMessage(TARGET.toString(), "short", List.of(), null);

    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> items.message(sender, message, origin(message, 0)));

    assertEquals("Anchor is 5 bytes: expected 32", refusal.getMessage());
  }

  @Test
  void equalSendsFromTwoPlacesAreTwoItems() {
    Result.OutboundMessage message =
        new Result.OutboundMessage(TARGET.toString(), "", List.of(), null);
    Result.OutboundSpawn spawn = new Result.OutboundSpawn("", List.of(), null);

    assertNotEquals(
        items.message(sender, message, origin(message, 0)).id(),
        items.message(sender, message, origin(message, 1)).id());
    assertNotEquals(
        items.spawn(sender, spawn, origin(spawn, 0)).id(),
        items.spawn(sender, spawn, origin(spawn, 1)).id());
    assertEquals(
        items.spawn(sender, spawn, origin(spawn, 0)).id(),
        items.spawn(sender, spawn, origin(spawn, 0)).id());
  }

  private OutboxEntry origin(Result.OutboundMessage message, int index) {
    return origin(new OutboxEntry.Action.SendMessage(message), index);
  }

  private OutboxEntry origin(Result.OutboundSpawn spawn, int index) {
    return origin(new OutboxEntry.Action.SpawnProcess(spawn), index);
  }

  private OutboxEntry origin(OutboxEntry.Action action, int index) {
    OutboxKey key = new OutboxKey(sender.process(), 5, index);
    return new OutboxEntry(key, ROOT, action, OutboxEntry.fresh());
  }

  private static Id id(int fill) {
    byte[] bytes = new byte[32];
    java.util.Arrays.fill(bytes, (byte) fill);
    return Id.of(bytes);
  }
}
