package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.StoreException;
import dev.holon.core.cron.CronStore;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.TimeFloors;
import dev.holon.core.scheduler.TimeFloors.Promise;
import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every keeper of floors and crons must do. Slot n of a log is at 1,000 + 10 n ms. */
@Timeout(60)
abstract class CronStoreContract {
  abstract CronStore crons();

  abstract TimeFloors floors();

  abstract void write(LogEntry entry);

  @Test
  void processWithACronIsDueAtOnceAndOthersNever() {
    ProcessId with = SampleLog.createWithCron(this::write).process();
    ProcessId without = SampleLog.create(this::write).process();

    assertEquals(OptionalLong.of(0), crons().nextLook(with));
    assertEquals(OptionalLong.empty(), crons().nextLook(without));
    crons().lookAt(without, 5);
    assertEquals(OptionalLong.empty(), crons().nextLook(without));
    assertEquals(TimeFloors.NONE, floors().floor(with));
    assertThrows(StoreException.class, () -> floors().raise(without, 5));
  }

  @Test
  void claimedOnesComeAgainBehindTheOthers() {
    claimAll();
    ProcessId early = SampleLog.createWithCron(this::write).process();
    ProcessId late = SampleLog.createWithCron(this::write).process();
    crons().lookAt(early, 100);
    crons().lookAt(late, 200);

    assertEquals(List.of(), crons().claimDue(99, 1_000, 10));
    assertEquals(List.of(early), crons().claimDue(500, 1_000, 1));
    assertEquals(List.of(late), crons().claimDue(500, 1_000, 1));
    assertEquals(List.of(), crons().claimDue(999, 2_000, 10));
    assertEquals(2, crons().claimDue(1_000, 2_000, 10).size());
    crons().lookAt(early, 50);
    assertEquals(OptionalLong.of(50), crons().nextLook(early));
  }

  @Test
  void floorRisesAndNeverFallsAndSaysWhereTheLogEnds() {
    SampleLog log = SampleLog.createWithCron(this::write).messages(2, 10);

    assertEquals(new Promise(2, 5_000), floors().raise(log.process(), 5_000));
    assertEquals(new Promise(2, 5_000), floors().raise(log.process(), 4_000));
    assertEquals(5_000, floors().floor(log.process()));
  }

  @Test
  void entryThatIsNotLaterThanTheFloorIsNotWritten() {
    SampleLog log = SampleLog.createWithCron(this::write).messages(1, 10);
    SampleLog other = SampleLog.createWithCron(this::write);
    floors().raise(log.process(), 1_020);

    // Slot 2 would be at 1,020 ms.
    assertThrows(RuntimeException.class, () -> log.messages(1, 10));

    assertEquals(1, floors().raise(log.process(), 0).headSlot());
    other.messages(3, 10);
    assertEquals(3, floors().raise(other.process(), 0).headSlot());
  }

  @Test
  void entryThatIsLaterThanTheFloorIsWritten() {
    SampleLog log = SampleLog.createWithCron(this::write);
    floors().raise(log.process(), 1_009);

    log.messages(1, 10);

    assertEquals(new Promise(1, 1_009), floors().raise(log.process(), 0));
    assertTrue(floors().floor(log.process()) < log.entry(1).timestampMillis());
    assertFalse(log.entries().isEmpty());
  }

  /** Other tests share the table. */
  private void claimAll() {
    while (!crons().claimDue(Long.MAX_VALUE - 1, Long.MAX_VALUE, 1_000).isEmpty()) {
      continue;
    }
  }
}
