package dev.holon.persistence.journal;

import com.typesafe.config.Config;
import dev.holon.core.StoreException;
import dev.holon.core.scheduler.EntryRefusedException.Reason;
import dev.holon.persistence.ServerLogin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue and the threads that write the journal of an actor system: one of these in each,
 * however often the journal's actor starts. Ends with the system, behind the entities, and writes
 * what still waits. Thread-safe.
 */
public final class JournalWriters implements Extension, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalWriters.class);
  private static final String DATABASE = "pekko-persistence-jdbc.shared-databases.slick.db";
  private static final Duration CLOSE_MAX = Duration.ofSeconds(30);
  private static final Duration TRANSACTION_MAX = Duration.ofSeconds(5);
  private static final Id ID = new Id();

  private final JobQueue queue;
  private final RefusedWriters refused = new RefusedWriters();
  private final JournalTally tally = new JournalTally();
  private final List<Thread> threads = new ArrayList<>();

  JournalWriters(JournalSettings settings, ServerLogin login) {
    this.queue = new JobQueue(settings);
    for (int i = 0; i < settings.writerCount(); i++) {
      CopyConnection connection =
          new CopyConnection(login, settings.answerTimeout(), TRANSACTION_MAX);
      CopyWriter writer = new CopyWriter(queue, connection, refused, tally);
      threads.add(Thread.ofPlatform().name("holon-journal-" + i).daemon(true).start(writer));
    }
  }

  /** The writers of this system; starts them at the first call. */
  public static JournalWriters get(ActorSystem system) {
    return ID.get(system);
  }

  /** What was done so far. */
  public JournalCounts counts() {
    return tally.counts(queue.depth());
  }

  /** Has the job written; its future completes in any case. Does not wait. */
  void write(WriteJob job) {
    switch (queue.offer(job)) {
      case TAKEN -> {}
      case FULL -> refuseForFullQueue(job);
      case CLOSED -> job.fail(fault("the journal is closed"));
    }
  }

  /** Refuses all further writes of the entity that made this one. */
  void refuse(WriteJob job, Reason reason, String message) {
    if (refused.add(job.writerUuid())) {
      job.refuse(reason, message);
    } else {
      job.fail(fault(message));
    }
  }

  /** Takes no more jobs, writes those that wait, and ends the threads. */
  @Override
  public void close() {
    queue.close();
    long endNanos = System.nanoTime() + CLOSE_MAX.toNanos();
    try {
      for (Thread thread : threads) {
        thread.join(Duration.ofNanos(Math.max(1_000_000, endNanos - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<WriteJob> left = queue.drain();
    if (!left.isEmpty()) {
      LOG.warn("{} writes are given up", left.size());
    }
    left.forEach(job -> job.fail(fault("the journal is closed")));
  }

  private void refuseForFullQueue(WriteJob job) {
    tally.queueRefusals.increment();
    JobQueue.Depth depth = queue.depth();
    String message =
        "the journal is full: " + depth.rowCount() + " events, " + depth.sizeBytes() + " bytes";
    refuse(job, Reason.QUEUE_FULL, message + " wait (" + JournalSettings.PATH + ".queue-*-max)");
  }

  private static StoreException fault(String message) {
    return new StoreException(message, new IllegalStateException(message));
  }

  private static final class Id extends AbstractExtensionId<JournalWriters> {
    @Override
    public JournalWriters createExtension(ExtendedActorSystem system) {
      JournalSettings settings = JournalSettings.of(system.settings().config());
      Config database = system.settings().config().getConfig(DATABASE);
      ServerLogin login =
          new ServerLogin(
              database.getString("url"),
              database.getString("user"),
              database.getString("password"));
      JournalWriters writers = new JournalWriters(settings, login);
      system.registerOnTermination(writers::close);
      return writers;
    }
  }
}
