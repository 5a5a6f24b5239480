package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.LogEntryCodec;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store of logs must do. */
@Timeout(60)
abstract class ScheduleStoreContract {
  private static final int MANY = 1_000;

  abstract ScheduleStore store();

  abstract void write(LogEntry entry);

  private SampleLog log() {
    return SampleLog.create(this::write);
  }

  @Test
  void unknownProcessHasNothing() {
    ProcessId unknown = SampleLog.randomProcess();

    assertEquals(Optional.empty(), store().latest(unknown));
    assertEquals(Optional.empty(), store().entry(unknown, 0));
    assertEquals(List.of(), store().entries(unknown, 0, MANY, MANY));
    assertEquals(0, store().firstSlotAfter(unknown, 5));
    assertEquals(Optional.empty(), store().findMessage(unknown, unknown.id()));
    assertEquals(Optional.empty(), store().find(unknown.id()));
    assertEquals(0, store().messageFingerprints(unknown).length);
  }

  @Test
  void entriesReadBackAsWritten() {
    SampleLog log = log().messages(3, 100).messages(1, 100_000).assigned(SampleLog.randomId());

    assertEquals(log.entries(), store().entries(log.process(), 0, MANY, Long.MAX_VALUE));
    assertEquals(Optional.of(log.entry(5)), store().latest(log.process()));
    assertEquals(Optional.of(log.entry(4)), store().entry(log.process(), 4));
    assertEquals(Optional.empty(), store().entry(log.process(), 6));
    assertEquals(Optional.empty(), store().entry(log.process(), -1));
  }

  @Test
  void entriesStopAtTheCount() {
    SampleLog log = log().messages(9, 10);

    assertEquals(log.entries().subList(4, 7), store().entries(log.process(), 4, 3, Long.MAX_VALUE));
    assertEquals(
        log.entries().subList(8, 10), store().entries(log.process(), 8, 3, Long.MAX_VALUE));
    assertEquals(List.of(), store().entries(log.process(), 10, 3, Long.MAX_VALUE));
    assertEquals(List.of(), store().entries(log.process(), 0, 0, Long.MAX_VALUE));
  }

  @Test
  void entriesStopAfterTheFirstOneOverTheBytes() {
    SampleLog log = log().messages(5, 1_000);
    long size = LogEntryCodec.encode(log.entry(1)).length;

    assertEquals(log.entries().subList(1, 2), store().entries(log.process(), 1, MANY, 0));
    assertEquals(log.entries().subList(1, 2), store().entries(log.process(), 1, MANY, size - 1));
    assertEquals(log.entries().subList(1, 3), store().entries(log.process(), 1, MANY, size));
    assertEquals(
        log.entries().subList(1, 4), store().entries(log.process(), 1, MANY, 2 * size + 1));
  }

  @Test
  void firstSlotAfterFindsTheEdges() {
    SampleLog log = log().messages(6, 10);

    assertEquals(0, store().firstSlotAfter(log.process(), Long.MIN_VALUE));
    assertEquals(0, store().firstSlotAfter(log.process(), 999));
    assertEquals(1, store().firstSlotAfter(log.process(), 1_000));
    assertEquals(1, store().firstSlotAfter(log.process(), 1_009));
    assertEquals(2, store().firstSlotAfter(log.process(), 1_010));
    assertEquals(6, store().firstSlotAfter(log.process(), 1_059));
    assertEquals(7, store().firstSlotAfter(log.process(), 1_060));
    assertEquals(7, store().firstSlotAfter(log.process(), Long.MAX_VALUE));
  }

  @Test
  void messageIsFoundAtItsLowestSlot() {
    DataItem item = SampleLog.item(new byte[5]);
    SampleLog log = log().messages(2, 10).message(item).messages(1, 10).assigned(item.id());

    assertEquals(Optional.of(log.entry(3)), store().findMessage(log.process(), item.id()));
    assertEquals(Optional.of(log.entry(0)), store().findMessage(log.process(), log.process().id()));
    assertEquals(Optional.empty(), store().findMessage(log.process(), log.entry(1).assignmentId()));
    assertEquals(Optional.empty(), store().findMessage(log().process(), item.id()));
  }

  @Test
  void findSeesMessagesAndAssignmentsOfAllProcesses() {
    DataItem item = SampleLog.item(new byte[5]);
    SampleLog older = log().message(item);
    SampleLog newer = log().assigned(item.id()).messages(1, 10);

    assertEquals(Optional.of(older.entry(1)), store().find(item.id()));
    assertEquals(Optional.of(newer.entry(1)), store().find(newer.entry(1).assignmentId()));
    assertEquals(Optional.of(newer.entry(2)), store().find(newer.entry(2).itemId()));
    assertEquals(Optional.of(newer.entry(0)), store().find(newer.process().id()));
  }

  @Test
  void fingerprintsComeInSlotOrder() {
    SampleLog log = log().messages(25, 10);

    long[] expected =
        log.entries().stream().map(LogEntry::itemId).mapToLong(Id::fingerprint).toArray();
    assertArrayEquals(expected, store().messageFingerprints(log.process()));
  }

  @Test
  void everyProcessCountsOnce() {
    long before = store().processCount();

    log().messages(3, 10);
    log();

    assertEquals(before + 2, store().processCount());
  }

  @Test
  void pushedEntriesAreFoundByTheirContent() {
    Id content = SampleLog.randomId();
    SampleLog other = log().pushed(content);
    SampleLog log = log().messages(2, 10).pushed(content).pushed(SampleLog.randomId());

    assertEquals(Optional.of(log.entry(3)), store().findContent(log.process(), content));
    assertEquals(Optional.of(other.entry(1)), store().findContent(other.process(), content));
    assertEquals(Optional.empty(), store().findContent(log.process(), SampleLog.randomId()));
    assertEquals(2, store().contentFingerprints(log.process()).length);
    assertArrayEquals(
        new long[] {content.fingerprint()}, store().contentFingerprints(other.process()));
    assertEquals(5, store().messageFingerprints(log.process()).length);
    assertEquals(log.entries(), store().entries(log.process(), 0, MANY, Long.MAX_VALUE));
  }
}
