package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.scheduler.FeedOffsets;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.LogEntryCodec;
import dev.holon.core.scheduler.LogFeed;
import dev.holon.core.scheduler.LogFeed.Page;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PostgresLogFeedTest extends LogFeedContract {
  private static final String INSERT =
      """
      INSERT INTO event_journal (persistence_id, sequence_number, writer, event_ser_id, event_ser_manifest, event_payload)
      VALUES (?, ?, 'test', 4, '', ?)
      """;
  private static final int WRITER_COUNT = 4;

  private final PostgresLogFeed feed = new PostgresLogFeed(TestDatabase.get());
  private long start;

  @Override
  LogFeed feed() {
    return feed;
  }

  @Override
  FeedOffsets offsets() {
    return feed;
  }

  @Override
  void write(LogEntry entry) {
    JournalRow.write(entry);
  }

  @Override
  long start() {
    return start;
  }

  @BeforeEach
  void skipWhatOthersWrote() {
    start =
        TestDatabase.get()
            .run(
                "newest number",
                connection -> {
                  ResultSet row =
                      connection
                          .createStatement()
                          .executeQuery("SELECT coalesce(max(ordering), 0) FROM event_journal");
                  row.next();
                  return row.getLong(1);
                });
  }

  @Test
  void lowerNumberThatCommitsLaterIsNotSkipped() throws Exception {
    List<LogEntry> late = new ArrayList<>();
    SampleLog.create(late::add);
    List<LogEntry> early;
    try (Connection slow = TestDatabase.connect()) {
      slow.setAutoCommit(false);
      insert(slow, late.getFirst());
      early = SampleLog.create(JournalRow::write).entries();

      Page before = feed.after(start, 100, 1 << 20);
      Page again = feed.after(start, 100, 1 << 20);
      slow.commit();

      assertEquals(new Page(List.of(), start), before);
      assertEquals(new Page(List.of(), start), again);
    }
    assertEquals(List.of(late.getFirst(), early.getFirst()), all(start));
  }

  @Test
  void numberThatIsRolledBackHoldsUpNobody() throws Exception {
    List<LogEntry> never = new ArrayList<>();
    SampleLog.create(never::add);
    List<LogEntry> log;
    try (Connection slow = TestDatabase.connect()) {
      slow.setAutoCommit(false);
      insert(slow, never.getFirst());
      log = SampleLog.create(JournalRow::write).entries();
      assertEquals(List.of(), feed.after(start, 100, 1 << 20).entries());
      slow.rollback();
    }

    assertEquals(log, all(start));
  }

  @Test
  void transactionThatDoesNotWriteTheJournalHoldsUpNobody() throws Exception {
    try (Connection other = TestDatabase.connect()) {
      other.setAutoCommit(false);
      other
          .createStatement()
          .execute("INSERT INTO feed_offset VALUES ('" + UUID.randomUUID() + "', 0)");
      other.createStatement().execute("SELECT count(*) FROM event_journal");
      List<LogEntry> log = SampleLog.create(JournalRow::write).entries();

      assertEquals(log, feed.after(start, 100, 1 << 20).entries());
      other.rollback();
    }
  }

  @Test
  void newWritersDoNotHoldUpWhatIsOlder() throws Exception {
    List<LogEntry> later = new ArrayList<>();
    SampleLog.create(later::add);
    List<LogEntry> log;
    try (Connection first = TestDatabase.connect();
        Connection second = TestDatabase.connect()) {
      first.setAutoCommit(false);
      second.setAutoCommit(false);
      List<LogEntry> own = new ArrayList<>();
      SampleLog.create(own::add);
      insert(first, own.getFirst());
      log = List.copyOf(own);
      assertEquals(List.of(), feed.after(start, 100, 1 << 20).entries());
      insert(second, later.getFirst());
      first.commit();

      assertEquals(log, feed.after(start, 100, 1 << 20).entries());
      second.rollback();
    }
  }

  @Test
  void otherEventsOfTheJournalArePassed() {
    List<LogEntry> log = SampleLog.create(JournalRow::write).entries();
    JournalRow.insert("other|" + UUID.randomUUID(), 1, new byte[10]);

    Page page = feed.after(start, 100, 1 << 20);
    Page end = feed.after(page.position(), 100, 1 << 20);

    assertEquals(log, page.entries());
    assertEquals(List.of(), end.entries());
    assertTrue(end.position() > page.position());
  }

  @Test
  void readerSeesEachEntryOfManyWritersOnceAndInOrder() throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(WRITER_COUNT)) {
      List<Future<List<LogEntry>>> writers = new ArrayList<>();
      for (int i = 0; i < WRITER_COUNT; i++) {
        writers.add(pool.submit(PostgresLogFeedTest::writeInSlowTransactions));
      }
      Map<Object, List<LogEntry>> seen = new HashMap<>();
      long position = start;
      boolean isDone = false;
      while (!isDone) {
        isDone = writers.stream().allMatch(Future::isDone);
        Page page = feed.after(position, 7, 1 << 20);
        while (page.position() > position) {
          position = page.position();
          page.entries()
              .forEach(e -> seen.computeIfAbsent(e.process(), p -> new ArrayList<>()).add(e));
          page = feed.after(position, 7, 1 << 20);
        }
      }

      for (Future<List<LogEntry>> writer : writers) {
        List<LogEntry> log = writer.get();
        assertEquals(log, seen.get(log.getFirst().process()));
      }
    }
  }

  @Test
  void offsetOutlivesItsStore() {
    String reader = UUID.randomUUID().toString();
    assertTrue(feed.advance(reader, LogFeed.START, 5));

    assertEquals(5, new PostgresLogFeed(TestDatabase.get()).offset(reader));
  }

  private static List<LogEntry> writeInSlowTransactions() throws Exception {
    List<LogEntry> entries = new ArrayList<>();
    SampleLog.create(entries::add).messages(60, 10);
    try (Connection connection = TestDatabase.connect()) {
      connection.setAutoCommit(false);
      for (LogEntry entry : entries) {
        insert(connection, entry);
        connection.createStatement().execute("SELECT pg_sleep(random() * 0.02)");
        connection.commit();
      }
    }
    return entries;
  }

  private List<LogEntry> all(long from) {
    List<LogEntry> entries = new ArrayList<>();
    long position = from;
    Page page = feed.after(position, 100, 1 << 20);
    while (page.position() > position) {
      entries.addAll(page.entries());
      position = page.position();
      page = feed.after(position, 100, 1 << 20);
    }
    return entries;
  }

  private static void insert(Connection connection, LogEntry entry) throws Exception {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, PostgresScheduleStore.persistenceId(entry.process()));
      statement.setLong(2, entry.slot() + 1);
      statement.setBytes(3, LogEntryCodec.encode(entry));
      assertEquals(1, statement.executeUpdate());
    }
  }
}
