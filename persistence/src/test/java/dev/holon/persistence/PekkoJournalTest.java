package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holon.core.scheduler.EntryRefusedException;
import dev.holon.core.scheduler.LogEntryCodec;
import dev.holon.persistence.journal.JournalWriters;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.apache.pekko.persistence.RecoveryCompleted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The plugin works with the tables as they are made here, and the stores read what it writes. */
@Timeout(60)
class PekkoJournalTest {
  @Test
  void storeReadsWhatAPersistentActorWrites() throws Exception {
    SampleLog log = SampleLog.create(entry -> {}).messages(20, 3_000);
    List<byte[]> events = log.entries().stream().map(LogEntryCodec::encode).toList();
    String persistenceId = PostgresScheduleStore.persistenceId(log.process());
    PostgresScheduleStore store = new PostgresScheduleStore(TestDatabase.get());

    ActorSystem system = ActorSystem.create("journal-test", config());
    try {
      assertEquals(0, write(system, persistenceId, events));
      assertEquals(events.size(), write(system, persistenceId, List.of()));
      // Its connections, which the pool opens one after the other, carry the name that stands
      // among the driver's properties, so the others arrive there too.
      assertTrue(connectionCount("holon-journal") > 0);
    } finally {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    assertEquals(log.entries(), store.entries(log.process(), 0, 100, Long.MAX_VALUE));
    assertEquals(Optional.of(log.entry(7)), store.find(log.entry(7).assignmentId()));
    assertEquals(
        Optional.of(log.entry(9)), store.findMessage(log.process(), log.entry(9).itemId()));
  }

  @Test
  void secondWriterIsRefusedAndNothingThatItHadAheadIsStored() throws Exception {
    String id = "test|" + UUID.randomUUID();
    ActorSystem system = ActorSystem.create("journal-test", config());
    try {
      CompletableFuture<Throwable> refusal = new CompletableFuture<>();
      ActorRef second =
          system.actorOf(Props.create(Rival.class, () -> new Rival(id, refusal)), "second");
      ask(second, "ready");
      assertEquals(0, write(system, id, List.of(new byte[] {1})));

      second.tell(new byte[] {1}, ActorRef.noSender());
      second.tell(new byte[] {2}, ActorRef.noSender());

      EntryRefusedException cause =
          assertInstanceOf(EntryRefusedException.class, refusal.get(20, TimeUnit.SECONDS));
      assertEquals(EntryRefusedException.Reason.FENCED, cause.reason());
      assertEquals(true, ask(second, "settled"));
      assertEquals(1, write(system, id, List.of()));
      assertEquals(1, JournalWriters.get(system).counts().fencedWrites());
    } finally {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().startsWith("holon-journal-")));
  }

  private static Object ask(ActorRef actor, String question) throws Exception {
    return Patterns.ask(actor, question, Duration.ofSeconds(20))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  /** Starts an actor, lets it write, and returns how many events it had before. */
  private static int write(ActorSystem system, String persistenceId, List<byte[]> events)
      throws Exception {
    CompletableFuture<Integer> recovered = new CompletableFuture<>();
    CompletableFuture<Void> written = new CompletableFuture<>();
    system.actorOf(
        Props.create(Writer.class, () -> new Writer(persistenceId, events, recovered, written)));
    written.get(30, TimeUnit.SECONDS);
    return recovered.get();
  }

  private static int connectionCount(String applicationName) {
    return TestDatabase.get()
        .run(
            "connections",
            connection -> {
              try (PreparedStatement statement =
                  connection.prepareStatement(
                      "SELECT count(*) FROM pg_stat_activity WHERE application_name = ?")) {
                Columns.bind(statement, applicationName);
                ResultSet rows = statement.executeQuery();
                rows.next();
                return rows.getInt(1);
              }
            });
  }

  private static Config config() {
    return JournalConfig.of(TestDatabase.get().settings())
        .withFallback(ConfigFactory.parseString("pekko.loglevel = WARNING"))
        .withFallback(ConfigFactory.load());
  }

  private static final class Writer extends AbstractPersistentActor {
    private final String persistenceId;
    private final List<byte[]> events;
    private final CompletableFuture<Integer> recovered;
    private final CompletableFuture<Void> written;
    private int recoveredCount;

    Writer(
        String persistenceId,
        List<byte[]> events,
        CompletableFuture<Integer> recovered,
        CompletableFuture<Void> written) {
      this.persistenceId = persistenceId;
      this.events = events;
      this.recovered = recovered;
      this.written = written;
    }

    @Override
    public String persistenceId() {
      return persistenceId;
    }

    @Override
    public Receive createReceiveRecover() {
      return receiveBuilder()
          .match(byte[].class, event -> recoveredCount++)
          .match(RecoveryCompleted.class, done -> recovered())
          .build();
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder().build();
    }

    private void recovered() {
      recovered.complete(recoveredCount);
      events.forEach(event -> persistAsync(event, stored -> {}));
      deferAsync("end", end -> written.complete(null));
    }
  }

  /** Writes an event, and nine more while the first is under way; goes on after refusals. */
  private static final class Rival extends AbstractPersistentActor {
    private static final int EVENT_COUNT = 10;

    private final String persistenceId;
    private final CompletableFuture<Throwable> refusal;
    private final List<ActorRef> settledWaiters = new ArrayList<>();
    private int refusedCount;

    Rival(String persistenceId, CompletableFuture<Throwable> refusal) {
      this.persistenceId = persistenceId;
      this.refusal = refusal;
    }

    @Override
    public String persistenceId() {
      return persistenceId;
    }

    @Override
    public Receive createReceiveRecover() {
      return receiveBuilder().build();
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .matchEquals("ready", ready -> getSender().tell(true, getSelf()))
          .matchEquals("settled", settled -> onSettled())
          .match(byte[].class, this::writeAhead)
          .build();
    }

    /** Pekko keeps back what a later message makes while the first event is under way. */
    private void writeAhead(byte[] event) {
      int count = event[0] == 1 ? 1 : EVENT_COUNT - 1;
      for (int i = 0; i < count; i++) {
        persistAsync(event, stored -> {});
      }
    }

    private void onSettled() {
      settledWaiters.add(getSender());
      answerWhenAllAreRefused();
    }

    @Override
    public void onPersistRejected(Throwable cause, Object event, long sequenceNumber) {
      refusal.complete(cause);
      refusedCount++;
      answerWhenAllAreRefused();
    }

    private void answerWhenAllAreRefused() {
      if (refusedCount == EVENT_COUNT) {
        settledWaiters.forEach(waiter -> waiter.tell(true, getSelf()));
        settledWaiters.clear();
      }
    }
  }
}
