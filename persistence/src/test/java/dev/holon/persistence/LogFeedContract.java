package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.scheduler.FeedOffsets;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.LogFeed;
import dev.holon.core.scheduler.LogFeed.Page;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every feed of all logs does. */
abstract class LogFeedContract {
  abstract LogFeed feed();

  abstract FeedOffsets offsets();

  abstract void write(LogEntry entry);

  /** The position behind what others wrote. */
  abstract long start();

  @Test
  void pagesAreBoundedAndLeaveNothingOut() {
    List<LogEntry> log = SampleLog.create(this::write).messages(9, 1_000).entries();

    Page few = feed().after(start(), 3, 1 << 20);
    Page small = feed().after(few.position(), 100, 1);
    Page rest = feed().after(small.position(), 100, 1 << 20);

    assertEquals(log.subList(0, 3), few.entries());
    assertEquals(log.subList(3, 4), small.entries());
    assertEquals(log.subList(4, 10), rest.entries());
    Page end = feed().after(rest.position(), 100, 1 << 20);
    assertEquals(new Page(List.of(), rest.position()), end);
    assertThrows(IllegalArgumentException.class, () -> feed().after(start(), 0, 1 << 20));
  }

  @Test
  void offsetIsMovedByOneReaderOnly() {
    String reader = UUID.randomUUID().toString();

    assertEquals(LogFeed.START, offsets().offset(reader));
    assertTrue(offsets().advance(reader, LogFeed.START, 5));
    assertFalse(offsets().advance(reader, LogFeed.START, 6));
    assertFalse(offsets().advance(reader, 4, 6));
    assertTrue(offsets().advance(reader, 5, 9));

    assertEquals(9, offsets().offset(reader));
    assertThrows(IllegalArgumentException.class, () -> offsets().advance(reader, 9, 8));
  }
}
