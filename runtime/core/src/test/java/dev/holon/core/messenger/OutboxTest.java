package dev.holon.core.messenger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.holon.core.messenger.OutboxEntry.Action;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Ed25519Wallet;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final ProcessId PROCESS = new ProcessId(Id.of(new byte[32]));
  private static final Result.OutboundMessage MESSAGE =
      new Result.OutboundMessage("t", "", List.of(), null);
  private static final Result.OutboundSpawn SPAWN = new Result.OutboundSpawn("", List.of(), null);

  @Test
  void messagesComeBeforeSpawnsBeforeAssignmentsEachToOneProcess() {
    Result.OutboundAssignment assignment =
        new Result.OutboundAssignment(List.of("a", "b"), "m", false, List.of("Data"));
    Result result =
        new Result(
            List.of(MESSAGE), List.of(SPAWN), List.of(assignment), Result.NO_OUTPUT, 0, null);

    List<OutboxEntry> entries = Outbox.entriesOf(PROCESS, 3, cause(3, item(null)), result);

    assertEquals(
        List.of(
            new Action.SendMessage(MESSAGE),
            new Action.SpawnProcess(SPAWN),
            new Action.AssignMessage(
                new Result.OutboundAssignment(List.of("a"), "m", false, List.of("Data"))),
            new Action.AssignMessage(
                new Result.OutboundAssignment(List.of("b"), "m", false, List.of("Data")))),
        entries.stream().map(OutboxEntry::action).toList());
    assertEquals(new OutboxKey(PROCESS, 3, 3), entries.getLast().key());
  }

  @Test
  void rootOfTheChainIsKept() {
    Id root =
        Id.of(
            new byte[] {
              1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
              0, 1, 2
            });
    Tag pushedFor = new Tag("Pushed-For", root.toString());
    DataItem pushed = item(null, new Tag("From-Process", "p"), pushedFor);
    DataItem forged = item(null, pushedFor);
    DataItem first = item(null);

    assertEquals(Optional.of(root), rootOf(pushed));
    assertEquals(Optional.of(forged.id()), rootOf(forged));
    assertEquals(Optional.of(first.id()), rootOf(first));
  }

  @Test
  void listedProcessesAreAssignedTheMessageThatListsThem() {
    String one = id(1).toString();
    String two = id(2).toString();
    Result.OutboundMessage json =
        new Result.OutboundMessage(
            "t", "", List.of(new Tag("Assignments", "[\"" + one + "\",\"" + two + "\"]")), null);
    Result.OutboundMessage commas =
        new Result.OutboundMessage(
            "t", "", List.of(new Tag("Assignments", one + ", " + two)), null);
    Result result =
        new Result(List.of(json, commas), List.of(SPAWN), List.of(), Result.NO_OUTPUT, 0, null);

    List<OutboxEntry> entries = Outbox.entriesOf(PROCESS, 1, cause(1, item(null)), result);

    assertEquals(
        List.of(
            new Action.SendMessage(json),
            new Action.SendMessage(commas),
            new Action.SpawnProcess(SPAWN),
            new Action.AssignCarrier(0, one),
            new Action.AssignCarrier(0, two),
            new Action.AssignCarrier(1, one),
            new Action.AssignCarrier(1, two)),
        entries.stream().map(OutboxEntry::action).toList());
  }

  @Test
  void spawnItemWithATargetIsAssignedToIt() {
    Id target = Id.of(new byte[32]);
    Result nothing = new Result(List.of(), List.of(), List.of(), Result.NO_OUTPUT, 0, null);

    List<OutboxEntry> entries = Outbox.entriesOf(PROCESS, 0, cause(0, item(target)), nothing);

    assertEquals(
        List.of(
            new Action.AssignMessage(
                new Result.OutboundAssignment(
                    List.of(target.toString()), PROCESS.toString(), false, List.of()))),
        entries.stream().map(OutboxEntry::action).toList());
    assertEquals(List.of(), Outbox.entriesOf(PROCESS, 1, cause(1, item(target)), nothing));
  }

  @Test
  void ticksGoOnWithTheNumbersOfTheirSlotAndEachStartsAChain() {
    String one = id(1).toString();
    Result.OutboundMessage carrier =
        new Result.OutboundMessage("t", "", List.of(new Tag("Assignments", one)), null);
    Result result =
        new Result(List.of(MESSAGE, carrier), List.of(), List.of(), Result.NO_OUTPUT, 0, null);

    List<OutboxEntry> first = Outbox.entriesOfTick(new OutboxKey(PROCESS, 4, 7), result);
    List<OutboxEntry> second = Outbox.entriesOfTick(new OutboxKey(PROCESS, 4, 10), result);

    assertEquals(List.of(7, 8, 9), first.stream().map(entry -> entry.key().index()).toList());
    // The carrier is named by its own number.
    assertEquals(new Action.AssignCarrier(8, one), first.getLast().action());
    assertEquals(Optional.empty(), first.getFirst().root());
    assertEquals(1, first.getFirst().chain().depth());
    assertFalse(first.getFirst().chain().root().equals(second.getFirst().chain().root()));
  }

  @Test
  void whatAResultSendsBeyondTheFanOutIsParkedWhateverItsNumbers() {
    ChainLimits limits = new ChainLimits(2, 1, 1, 1, 1);
    List<Result.OutboundMessage> messages = List.of(MESSAGE, MESSAGE, MESSAGE);
    Result result = new Result(messages, List.of(), List.of(), Result.NO_OUTPUT, 0, null);

    List<OutboxEntry> ofSlot = Outbox.entriesOf(PROCESS, 1, cause(1, item(null)), result);
    List<OutboxEntry> ofTick = Outbox.entriesOfTick(new OutboxKey(PROCESS, 4, 70), result);

    for (List<OutboxEntry> entries : List.of(ofSlot, ofTick)) {
      List<OutboxEntry> stored = limits.parkBeyondFanOut(entries);
      assertEquals(entries.subList(0, 2), stored.subList(0, 2));
      assertEquals(entries.get(2).key(), stored.get(2).key());
      assertEquals(
          new DeliveryState.Parked("PUSH-0001 3 entries of one result: 2 are pushed"),
          stored.get(2).state());
    }
    assertEquals(ofSlot.subList(0, 2), limits.parkBeyondFanOut(ofSlot.subList(0, 2)));
  }

  private static Optional<Id> rootOf(DataItem cause) {
    Result result = new Result(List.of(MESSAGE), List.of(), List.of(), Result.NO_OUTPUT, 0, null);
    return Outbox.entriesOf(PROCESS, 1, cause(1, cause), result).getFirst().root();
  }

  private static Cause cause(long slot, DataItem message) {
    return Cause.of(Entries.of(PROCESS, slot, message));
  }

  private static Id id(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return Id.of(bytes);
  }

  private static DataItem item(@Nullable Id target, Tag... tags) {
    // A test key.
    return UnsignedItem.of(target, List.of(tags), new byte[] {' '})
        .sign(Ed25519Wallet.of(new byte[32]));
  }
}
