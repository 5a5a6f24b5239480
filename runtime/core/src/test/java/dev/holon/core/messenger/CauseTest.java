package dev.holon.core.messenger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.holon.core.scheduler.ChainPosition;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Ed25519Wallet;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CauseTest {
  private static final ProcessId PROCESS = new ProcessId(id(9));
  private static final Tag FROM = new Tag("From-Process", id(8).toString());
  private static final ChainPosition CHAIN = new ChainPosition(id(1), 4);

  @Test
  void messageFromOutsideStartsAChain() {
    DataItem message = item(1);

    Cause cause = Cause.of(Entries.of(PROCESS, 3, message));

    assertEquals(new Cause(message.id(), ChainPosition.start(message.id()), null), cause);
  }

  @Test
  void pushedMessageGoesOnWithItsChain() {
    DataItem message = item(1, FROM, new Tag("Pushed-For", id(1).toString()));

    Cause cause = Cause.of(Entries.of(PROCESS, 3, message, CHAIN));

    assertEquals(new Cause(id(1), new ChainPosition(id(1), 5), null), cause);
  }

  @Test
  void tagOfTheProcessDoesNotHideTheMessengersTag() {
    DataItem message =
        item(
            1,
            new Tag("Pushed-For", id(6).toString()),
            FROM,
            new Tag("Pushed-For", id(1).toString()));

    assertEquals(id(1), Cause.of(Entries.of(PROCESS, 3, message, CHAIN)).pushedFor());
  }

  @Test
  void noticeWithoutPushedForStaysInTheChainThatCounts() {
    DataItem notice = item(1, new Tag("Action", "Spawned"));

    Cause cause = Cause.of(Entries.of(PROCESS, 3, notice, CHAIN));

    assertEquals(notice.id(), cause.pushedFor());
    assertEquals(CHAIN.next(), cause.chain());
  }

  @Test
  void claimFromOutsideIsShownButCountsForItsSignerOnly() {
    Tag claim = new Tag("Pushed-For", id(1).toString());
    DataItem one = item(1, FROM, claim);
    DataItem again = item(1, FROM, claim, new Tag("Reference", "2"));
    DataItem other = item(2, FROM, claim);

    Cause first = Cause.of(Entries.of(PROCESS, 3, one));

    assertEquals(id(1), first.pushedFor());
    assertNotEquals(id(1), first.chain().root());
    assertEquals(first.chain(), Cause.of(Entries.of(PROCESS, 4, again)).chain());
    assertNotEquals(first.chain(), Cause.of(Entries.of(PROCESS, 5, other)).chain());
  }

  @Test
  void assignmentFromOutsideStartsAChainOfItsOwn() {
    DataItem message = item(1, FROM, new Tag("Pushed-For", id(1).toString()));
    DataItem assignment = item(3);

    Cause outside = Cause.of(Entries.assigned(PROCESS, message, assignment, null));
    Cause pushed = Cause.of(Entries.assigned(PROCESS, message, assignment, CHAIN));

    assertEquals(assignment.id(), outside.pushedFor());
    assertEquals(ChainPosition.start(assignment.id()), outside.chain());
    assertEquals(CHAIN.next(), pushed.chain());
  }

  @Test
  void redoneEntryIsTheStartOfAChain() {
    DataItem message = item(1);
    ChainPosition redone = ChainPosition.redone(id(5));

    Cause cause = Cause.of(Entries.of(PROCESS, 3, message, redone));

    assertEquals(ChainPosition.start(id(5)), cause.chain());
  }

  private static DataItem item(int key, Tag... tags) {
    // Test keys.
    return UnsignedItem.of(PROCESS.id(), List.of(tags), new byte[] {' '})
        .sign(Ed25519Wallet.of(id(key).toBytes()));
  }

  private static Id id(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return Id.of(bytes);
  }
}
