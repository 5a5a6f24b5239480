package dev.holon.core.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.protocol.Assignment;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.HashChain;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.Verifier;
import dev.holon.protocol.Wallet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequencerTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final long HEIGHT = 1_500_030;

  // A test key.
  private final Wallet wallet = Secp256k1Wallet.of(filled(7));
  private final DataItem spawn = item(null, "Process");
  private final ProcessId process = new ProcessId(spawn.id());
  private final Sequencer sequencer = new Sequencer(process, wallet, null);

  @Test
  void spawnItemHasSlotZeroAndStartsTheChain() throws ItemException {
    LogEntry entry = sequencer.append(spawn, NOW, HEIGHT);

    Assignment assignment = Assignment.read(entry.assignment());
    assertEquals(0, entry.slot());
    assertEquals(HashChain.first(process), assignment.hashChain());
    assertEquals(
        List.of(
            "Process",
            "Epoch",
            "Nonce",
            "Hash-Chain",
            "Block-Height",
            "Timestamp",
            "Data-Protocol",
            "Type",
            "Variant"),
        entry.assignment().tags().stream().map(Tag::name).toList());
    assertEquals("000001500030", entry.assignment().tag("Block-Height").orElseThrow());
  }

  @Test
  void eachSlotIsChainedToTheAssignmentBeforeIt() throws ItemException {
    LogEntry first = sequencer.append(spawn, NOW, HEIGHT);
    DataItem message = item(process.id(), "Message");

    LogEntry second = sequencer.append(message, NOW + 5, HEIGHT);

    Assignment assignment = Assignment.read(second.assignment());
    assertEquals(1, assignment.slot());
    assertEquals(HashChain.next(first.assignmentId(), first.hashChain()), assignment.hashChain());
    assertEquals(message.id(), assignment.message());
    assertEquals("Message", second.assignment().tags().getLast().name());
    Verifier.portable().verify(second.assignment());
  }

  @Test
  void timestampsIncreaseThoughTheClockStandsOrGoesBack() {
    sequencer.append(spawn, NOW, HEIGHT);

    LogEntry same = sequencer.append(item(process.id(), "Message"), NOW, HEIGHT);
    LogEntry earlier = sequencer.append(item(process.id(), "Message"), NOW - 60_000, HEIGHT);

    assertEquals(NOW + 1, same.timestampMillis());
    assertEquals(NOW + 2, earlier.timestampMillis());
  }

  @Test
  void heightNeverGoesBackThoughAnotherNodeSaysSo() {
    sequencer.append(spawn, NOW, HEIGHT);
    LogEntry before = sequencer.append(item(process.id(), "a"), NOW, HEIGHT + 2);
    Sequencer other = new Sequencer(process, wallet, before.toHead());

    LogEntry behind = other.append(item(process.id(), "b"), NOW, HEIGHT + 1);
    LogEntry ahead = other.append(item(process.id(), "c"), NOW, HEIGHT + 3);

    assertEquals(HEIGHT + 2, behind.blockHeight());
    assertEquals("000001500032", behind.assignment().tag("Block-Height").orElseThrow());
    assertEquals(HEIGHT + 3, ahead.blockHeight());
  }

  @Test
  void sequencerGoesOnFromAStoredHead() {
    LogEntry first = sequencer.append(spawn, NOW, HEIGHT);
    DataItem message = item(process.id(), "Message");
    LogEntry second = sequencer.append(message, NOW, HEIGHT);

    LogEntry again = new Sequencer(process, wallet, first.toHead()).append(message, NOW, HEIGHT);

    assertEquals(second.assignmentId(), again.assignmentId());
  }

  @Test
  void excludedFieldsStandAtTheEndOfAnAssignmentWithoutItem() throws ItemException {
    sequencer.append(spawn, NOW, HEIGHT);
    Id elsewhere = Id.of(filled(9));

    LogEntry entry =
        sequencer.appendAssignment(elsewhere, List.of("Data", "Tags"), null, NOW, HEIGHT);

    assertTrue(entry.message().isEmpty());
    assertEquals(elsewhere, entry.itemId());
    assertEquals(List.of("Data", "Tags"), Assignment.read(entry.assignment()).exclude());
  }

  private DataItem item(Id target, String type) {
    return new UnsignedItem(target, null, List.of(new Tag("Type", type)), new byte[] {' '})
        .sign(wallet);
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    java.util.Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
