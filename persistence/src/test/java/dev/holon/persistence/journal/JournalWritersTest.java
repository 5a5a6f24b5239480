package dev.holon.persistence.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.StoreException;
import dev.holon.core.scheduler.EntryRefusedException.Reason;
import dev.holon.persistence.ServerLogin;
import dev.holon.persistence.TestDatabase;
import dev.holon.persistence.journal.WriteJob.Outcome;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs against a real server: what shares a commit shares nothing else. */
@Timeout(60)
class JournalWritersTest {
  private static final JournalSettings SETTINGS =
      new JournalSettings(2, 4_000, 4 << 20, 10_000, 16 << 20, Duration.ofSeconds(15));
  private static final int INNOCENT_COUNT = 200;

  private JournalWriters writers;

  @BeforeEach
  void start() {
    writers = writers(SETTINGS);
  }

  @AfterEach
  void stop() {
    writers.close();
  }

  @Test
  void jobIsStoredAsItIs() throws Exception {
    String id = randomId();
    byte[] bytes = "ÿ\u0000 event".getBytes(StandardCharsets.UTF_8);
    EventRow.Payload payload = new EventRow.Payload(bytes, 77, "manifest ü");

    assertStored(write(List.of(new EventRow(id, 1, "writer", 1234, "adapter", payload))));

    try (Connection connection = TestDatabase.connect();
        PreparedStatement statement =
            connection.prepareStatement("SELECT * FROM event_journal WHERE persistence_id = ?")) {
      statement.setString(1, id);
      ResultSet row = statement.executeQuery();
      assertTrue(row.next());
      assertFalse(row.getBoolean("deleted"));
      assertEquals(1, row.getLong("sequence_number"));
      assertEquals("writer", row.getString("writer"));
      assertEquals(1234, row.getLong("write_timestamp"));
      assertEquals("adapter", row.getString("adapter_manifest"));
      assertEquals(77, row.getInt("event_ser_id"));
      assertEquals("manifest ü", row.getString("event_ser_manifest"));
      assertArrayEquals(bytes, row.getBytes("event_payload"));
      assertFalse(row.next());
    }
  }

  @Test
  void eventLargerThanABatchIsStored() throws Exception {
    String id = randomId();
    EventRow.Payload payload = new EventRow.Payload(new byte[20 << 20], 4, "");

    assertStored(write(List.of(new EventRow(id, 1, "writer", 0, "", payload))));
    assertStored(write(rows(id, "writer", 2, 3)));

    assertEquals(List.of(1L, 2L, 3L), stored(id));
  }

  @Test
  void jobIsStoredAsAWholeOrNotAtAll() throws Exception {
    String id = randomId();
    assertStored(write(rows(id, "first", 3, 3)));

    assertRefused(Reason.FENCED, write(rows(id, "second", 1, 5)));

    assertEquals(List.of(3L), stored(id));
  }

  @Test
  void oneContestedKeyStopsNobodyElse() throws Exception {
    String contested = randomId();
    List<WriteJob> innocent = new ArrayList<>();
    assertStored(write(rows(contested, "first", 1, 1)));
    WriteJob offender;
    try (Connection blocker = lockJournal()) {
      // The writers hold one each, so that all others gather in one batch.
      occupyWriters();
      for (int i = 0; i < INNOCENT_COUNT / 2; i++) {
        innocent.add(write(rows(randomId(), "i" + i, 1, 2)));
      }
      offender = write(rows(contested, "second", 1, 1));
      for (int i = 0; i < INNOCENT_COUNT / 2; i++) {
        innocent.add(write(rows(randomId(), "j" + i, 1, 2)));
      }
    }

    assertRefused(Reason.FENCED, offender);
    for (WriteJob job : innocent) {
      assertStored(job);
    }
    assertEquals(1, writers.counts().fencedWrites());
    assertEquals(0, writers.counts().failedWrites());
  }

  @Test
  void writerThatWasRefusedOnceIsNotHeardAgainButItsSuccessorIs() throws Exception {
    String id = randomId();
    assertStored(write(rows(id, "first", 1, 1)));
    assertRefused(Reason.FENCED, write(rows(id, "second", 1, 1)));

    assertRefused(Reason.WRITER_REFUSED, write(rows(id, "second", 2, 2)));
    assertStored(write(rows(id, "third", 2, 2)));

    assertEquals(List.of(1L, 2L), stored(id));
  }

  @Test
  void jobsOfOneEntityAreAnsweredInTheirOrder() throws Exception {
    try (JournalWriters single =
        writers(new JournalSettings(1, 50, 4 << 20, 10_000, 16 << 20, Duration.ofSeconds(15)))) {
      String id = randomId();
      ConcurrentLinkedQueue<Long> answered = new ConcurrentLinkedQueue<>();
      List<WriteJob> jobs = new ArrayList<>();
      // Whoever waits for a future may run what depends on it, out of turn: wait for a latch.
      CountDownLatch left = new CountDownLatch(500);
      for (long i = 1; i <= 500; i++) {
        long number = i;
        WriteJob job = WriteJob.of(rows(id, "writer", i, i));
        job.done()
            .thenRun(
                () -> {
                  answered.add(number);
                  left.countDown();
                });
        single.write(job);
        jobs.add(job);
      }
      assertTrue(left.await(20, TimeUnit.SECONDS), "all are answered");
      for (WriteJob job : jobs) {
        assertStored(job);
      }

      assertEquals(LongStream.rangeClosed(1, 500).boxed().toList(), List.copyOf(answered));
      assertTrue(single.counts().commits() < 500, "none shared a commit");
    }
  }

  @Test
  void fullQueueRefusesAndStoresWhatItTook() throws Exception {
    try (JournalWriters small =
        writers(new JournalSettings(1, 10, 4 << 20, 20, 16 << 20, Duration.ofSeconds(15)))) {
      List<WriteJob> jobs = new ArrayList<>();
      try (Connection blocker = lockJournal()) {
        for (int i = 0; i < 60; i++) {
          WriteJob job = WriteJob.of(rows(randomId(), "w" + i, 1, 1));
          small.write(job);
          jobs.add(job);
        }
        assertRefused(Reason.QUEUE_FULL, jobs.getLast());
      }

      int stored = 0;
      for (WriteJob job : jobs) {
        boolean isStored = job.done().get(20, TimeUnit.SECONDS) instanceof Outcome.Stored;
        stored += isStored ? 1 : 0;
        assertEquals(
            isStored ? List.of(1L) : List.of(), stored(job.rows().getFirst().persistenceId()));
      }
      assertTrue(stored >= 20 && stored <= 40, "stored " + stored);
      assertEquals(60 - stored, small.counts().queueRefusals());
    }
  }

  @Test
  void queueIsBoundedInBytesToo() throws Exception {
    try (JournalWriters small =
            writers(new JournalSettings(1, 10, 1_000, 1_000, 10_000, Duration.ofSeconds(15)));
        Connection blocker = lockJournal()) {
      EventRow.Payload payload = new EventRow.Payload(new byte[6_000], 4, "");
      WriteJob last = null;
      for (int i = 0; i < 4; i++) {
        last = WriteJob.of(List.of(new EventRow(randomId(), 1, "w" + i, 0, "", payload)));
        small.write(last);
      }
      assertRefused(Reason.QUEUE_FULL, last);
      blocker.rollback();
    }
  }

  @Test
  void closeStoresWhatWaitsAndEndsTheThreads() throws Exception {
    List<WriteJob> jobs = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      jobs.add(write(rows(randomId(), "w" + i, 1, 1)));
    }

    writers.close();

    for (WriteJob job : jobs) {
      assertTrue(job.done().isDone());
      assertStored(job);
    }
    assertThrows(ExecutionException.class, () -> write(rows(randomId(), "w", 1, 1)).done().get());
    assertEquals(0, threadCount());
  }

  @Test
  void writesThatAConnectionIsLostWithFailAndTheNextAreStored() throws Exception {
    List<WriteJob> lost;
    try (Connection blocker = lockJournal()) {
      lost = occupyWriters();
      terminateWriters();
      for (WriteJob job : lost) {
        ExecutionException failure =
            assertThrows(ExecutionException.class, () -> job.done().get(10, TimeUnit.SECONDS));
        assertInstanceOf(StoreException.class, failure.getCause());
      }
    }

    long start = System.nanoTime();
    assertStored(write(rows(randomId(), "next", 1, 1)));
    assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5));
    for (WriteJob job : lost) {
      assertEquals(List.of(), stored(job.rows().getFirst().persistenceId()));
    }
    assertTrue(writers.counts().connectionsLost() >= 1);
  }

  @Test
  void writesFailAtOnceWhenThereIsNoServer() throws Exception {
    ServerLogin nowhere = new ServerLogin("jdbc:postgresql://localhost:1/x", "x", "");
    try (JournalWriters away = new JournalWriters(SETTINGS, nowhere)) {
      List<WriteJob> jobs = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        WriteJob job = WriteJob.of(rows(randomId(), "w" + i, 1, 1));
        away.write(job);
        jobs.add(job);
      }
      for (WriteJob job : jobs) {
        assertThrows(ExecutionException.class, () -> job.done().get(5, TimeUnit.SECONDS));
      }
    }
  }

  /** Waits until each writer is busy with a job of its own, which the lock holds up. */
  private List<WriteJob> occupyWriters() throws Exception {
    List<WriteJob> jobs = new ArrayList<>();
    for (int i = 0; i < SETTINGS.writerCount(); i++) {
      jobs.add(write(rows(randomId(), "occupier" + i, 1, 1)));
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (blockedWriters() < i + 1) {
        assertTrue(System.nanoTime() < end, "the writers do not get to the lock");
        Thread.onSpinWait();
      }
    }
    return jobs;
  }

  private static long blockedWriters() throws SQLException {
    return number(
        """
        SELECT count(*) FROM pg_stat_activity
        WHERE application_name = 'holon-journal-writer' AND wait_event_type = 'Lock'
        """);
  }

  private static void terminateWriters() throws SQLException {
    number(
        """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE application_name = 'holon-journal-writer'
        """);
  }

  private static long number(String sql) throws SQLException {
    try (Connection connection = TestDatabase.connect();
        ResultSet rows = connection.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static long threadCount() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("holon-journal-"))
        .count();
  }

  private static Connection lockJournal() throws SQLException {
    Connection connection = TestDatabase.connect();
    connection.setAutoCommit(false);
    connection.createStatement().execute("LOCK TABLE event_journal IN SHARE ROW EXCLUSIVE MODE");
    return connection;
  }

  private WriteJob write(List<EventRow> rows) {
    WriteJob job = WriteJob.of(rows);
    writers.write(job);
    return job;
  }

  private static JournalWriters writers(JournalSettings settings) {
    return new JournalWriters(settings, TestDatabase.get().settings().login());
  }

  private static List<EventRow> rows(String id, String writer, long from, long to) {
    EventRow.Payload payload = new EventRow.Payload(new byte[300], 4, "");
    return LongStream.rangeClosed(from, to)
        .mapToObj(number -> new EventRow(id, number, writer + id, 0, "", payload))
        .toList();
  }

  private static String randomId() {
    return "test|" + UUID.randomUUID();
  }

  private static void assertStored(WriteJob job) throws Exception {
    assertInstanceOf(Outcome.Stored.class, job.done().get(20, TimeUnit.SECONDS));
  }

  private static void assertRefused(Reason reason, WriteJob job) throws Exception {
    Outcome outcome = job.done().get(20, TimeUnit.SECONDS);
    assertEquals(reason, assertInstanceOf(Outcome.Refused.class, outcome).cause().reason());
  }

  private static List<Long> stored(String id) throws SQLException {
    List<Long> numbers = new ArrayList<>();
    try (Connection connection = TestDatabase.connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT sequence_number FROM event_journal WHERE persistence_id = ? ORDER BY 1")) {
      statement.setString(1, id);
      ResultSet rows = statement.executeQuery();
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
    }
    return numbers;
  }
}
