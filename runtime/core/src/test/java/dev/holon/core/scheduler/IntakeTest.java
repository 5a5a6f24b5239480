package dev.holon.core.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.scheduler.Intake.Request;
import dev.holon.core.scheduler.Intake.Step;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Ed25519Wallet;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.Wallet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private static final Wallet SCHEDULER = wallet(1);
  private static final Wallet MESSENGER = wallet(2);
  private static final Wallet OTHER_MESSENGER = wallet(3);
  private static final DataItem SPAWN =
      UnsignedItem.of(
              null,
              List.of(
                  new Tag("Data-Protocol", "ao"),
                  new Tag("Type", "Process"),
                  new Tag("Authority", MESSENGER.address() + "," + OTHER_MESSENGER.address())),
              new byte[] {' '})
          .sign(wallet(4));
  private static final ProcessId PROCESS = new ProcessId(SPAWN.id());

  private final Sequencer sequencer = new Sequencer(PROCESS, SCHEDULER, null);
  private final Intake<String> intake = new Intake<>(PROCESS, ScheduleHistory.empty(), 3);

  private static Wallet wallet(int number) {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    return Ed25519Wallet.of(seed);
  }

  private static DataItem message(int number, Wallet signer, Tag... more) {
    List<Tag> tags =
        new ArrayList<>(List.of(new Tag("Data-Protocol", "ao"), new Tag("Type", "Message")));
    tags.addAll(List.of(more));
    return UnsignedItem.of(PROCESS.id(), tags, new byte[] {(byte) number}).sign(signer);
  }

  private static DataItem pushed(int number, Wallet signer) {
    return message(number, signer, new Tag("From-Process", SPAWN.id().toString()));
  }

  private LogEntry append(DataItem item, String waiter) {
    Step.Append<String> step =
        assertInstanceOf(Step.Append.class, intake.schedule(item, null, waiter));
    return append(step);
  }

  private LogEntry append(Step.Append<String> step) {
    intake.appended(step.requests());
    Request<String> first = step.requests().getFirst();
    return sequencer.append(first.item(), first.pushed(), 1_000, 0);
  }

  private static List<String> waiters(List<Request<String>> requests) {
    return requests.stream().map(Request::waiter).toList();
  }

  @Test
  void whoeverAsksForAnItemThatIsBeingWrittenWaitsForIt() {
    LogEntry entry = append(SPAWN, "first");

    assertInstanceOf(Step.Joined.class, intake.schedule(SPAWN, null, "second"));
    assertFalse(intake.isEmpty());
    assertEquals(List.of("first", "second"), waiters(intake.committed(entry)));
    assertTrue(intake.isEmpty());
  }

  @Test
  void whatTheLogHasKeepsItsSlot() {
    LogEntry entry = append(SPAWN, "first");
    intake.committed(entry);

    Step.LookUp<String> look =
        assertInstanceOf(Step.LookUp.class, intake.schedule(SPAWN, null, "again"));
    intake.schedule(SPAWN, null, "meanwhile");
    Step.Known<String> known =
        assertInstanceOf(Step.Known.class, intake.looked(look.itemId(), Optional.of(entry)));

    assertEquals(List.of("again", "meanwhile"), waiters(known.requests()));
    assertTrue(intake.isEmpty());
  }

  @Test
  void aCollisionOfFingerprintsGetsASlot() {
    intake.committed(append(SPAWN, "first"));
    Step.LookUp<String> look =
        assertInstanceOf(Step.LookUp.class, intake.schedule(SPAWN, null, "another"));

    Step.Append<String> append =
        assertInstanceOf(Step.Append.class, intake.looked(look.itemId(), Optional.empty()));

    assertEquals(List.of("another"), waiters(append.requests()));
  }

  @Test
  void theSameContentOfAnotherMessengerWaitsForTheFirst() {
    intake.committed(append(SPAWN, "spawn"));
    LogEntry entry = append(pushed(1, MESSENGER), "one");

    assertInstanceOf(
        Step.Joined.class, intake.schedule(pushed(1, OTHER_MESSENGER), null, "the other"));
    assertEquals(List.of("one", "the other"), waiters(intake.committed(entry)));
  }

  @Test
  void theSameContentIsFoundInTheLogByItsKey() {
    intake.committed(append(SPAWN, "spawn"));
    LogEntry entry = append(pushed(1, MESSENGER), "one");
    intake.committed(entry);

    Step.LookUp<String> look =
        assertInstanceOf(
            Step.LookUp.class, intake.schedule(pushed(1, OTHER_MESSENGER), null, "the other"));

    assertEquals(entry.contentKey(), look.contentKey());
  }

  // Both were looked up; then neither was in the log, and the second must not be written as well.
  @Test
  void ofTwoThatWereLookedUpOneIsWritten() {
    intake.committed(append(SPAWN, "spawn"));
    intake.committed(append(pushed(1, MESSENGER), "first"));
    DataItem one = pushed(1, MESSENGER);
    DataItem other = pushed(1, OTHER_MESSENGER);
    intake.schedule(one, null, "one");
    intake.schedule(other, null, "other");

    Step.Append<String> append =
        assertInstanceOf(Step.Append.class, intake.looked(one.id(), Optional.empty()));
    intake.appended(append.requests());

    assertInstanceOf(Step.Joined.class, intake.looked(other.id(), Optional.empty()));
  }

  @Test
  void moreThanMayWaitAreRefused() {
    intake.committed(append(SPAWN, "spawn"));
    for (int i = 0; i < 3; i++) {
      append(message(i, wallet(5)), "waiter");
    }

    Step.Busy<String> busy =
        assertInstanceOf(
            Step.Busy.class, intake.schedule(message(9, wallet(5)), null, "one too many"));

    assertEquals("one too many", busy.request().waiter());
  }

  @Test
  void whatIsUnderWayCanBeGivenUp() {
    append(SPAWN, "spawn");
    intake.schedule(SPAWN, null, "again");

    assertEquals(List.of("spawn", "again"), waiters(intake.drain()));
    assertTrue(intake.isEmpty());
  }
}
