package dev.holon.persistence.journal;

import dev.holon.core.scheduler.EntryRefusedException;
import dev.holon.core.scheduler.EntryRefusedException.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.jdbc.PekkoSerialization;
import org.apache.pekko.persistence.jdbc.config.JournalConfig;
import org.apache.pekko.persistence.jdbc.journal.dao.DefaultJournalDao;
import org.apache.pekko.persistence.journal.Tagged;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.stream.Materializer;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;
import scala.util.Failure;
import scala.util.Try;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;

/**
 * The plugin's journal with another way of writing: {@link JournalWriters}. The plugin makes it by
 * its name, {@code jdbc-journal.dao}; reading is the plugin's own, and so is the writing of what
 * COPY does not carry here, tags and metadata.
 *
 * <p>The answer to a write of events is empty when all are durable, and a failure for each when
 * none is: a refusal ({@link EntryRefusedException}) that does not count for the plugin's circuit
 * breaker. What is wrong with the server fails the future.
 */
public final class CopyJournalDao extends DefaultJournalDao {
  private final Serialization serialization;
  private final JournalWriters writers;

  /** As the plugin calls it. */
  public CopyJournalDao(
      JdbcBackend.JdbcDatabaseDef database,
      JdbcProfile profile,
      JournalConfig config,
      Serialization serialization,
      ExecutionContext executionContext,
      Materializer materializer) {
    super(database, profile, config, serialization, executionContext, materializer);
    this.serialization = serialization;
    this.writers = JournalWriters.get(materializer.system());
  }

  @Override
  public Future<Seq<Try<BoxedUnit>>> asyncWriteMessages(Seq<AtomicWrite> writes) {
    List<PersistentRepr> events = new ArrayList<>(writes.size());
    for (AtomicWrite write : CollectionConverters.asJava(writes)) {
      events.addAll(CollectionConverters.asJava(write.payload()));
    }
    if (events.isEmpty() || events.stream().anyMatch(CopyJournalDao::isTheirs)) {
      return super.asyncWriteMessages(writes);
    }
    List<EventRow> rows = new ArrayList<>(events.size());
    Optional<Throwable> fault = Optional.empty();
    for (PersistentRepr event : events) {
      Try<EventRow.Payload> payload = payload(event);
      fault = payload.isFailure() ? Optional.of(payload.failed().get()) : fault;
      rows.add(row(event, payload.getOrElse(() -> EventRow.Payload.NONE)));
    }
    WriteJob job = WriteJob.of(rows);
    if (fault.isPresent()) {
      // None of the entity's events: the others would leave a gap.
      writers.refuse(job, Reason.INVALID, job.name() + " does not serialize: " + fault.get());
    } else {
      writers.write(job);
    }
    return FutureConverters.asScala(
        job.done().thenApply(outcome -> answer(writes.size(), outcome)));
  }

  private Try<EventRow.Payload> payload(PersistentRepr event) {
    return PekkoSerialization.serialize(serialization, event.payload())
        .map(made -> new EventRow.Payload(made.payload(), made.serId(), made.serManifest()));
  }

  private static EventRow row(PersistentRepr event, EventRow.Payload payload) {
    return new EventRow(
        event.persistenceId(),
        event.sequenceNr(),
        event.writerUuid(),
        event.timestamp(),
        event.manifest(),
        payload);
  }

  private static boolean isTheirs(PersistentRepr event) {
    return event.payload() instanceof Tagged || event.metadata().isDefined();
  }

  private static Seq<Try<BoxedUnit>> answer(int writeCount, WriteJob.Outcome outcome) {
    List<Try<BoxedUnit>> answers =
        switch (outcome) {
          case WriteJob.Outcome.Stored stored -> List.of();
          case WriteJob.Outcome.Refused refused ->
              Collections.nCopies(writeCount, new Failure<>(refused.cause()));
        };
    return CollectionConverters.asScala(answers).toSeq();
  }
}
