package dev.holon.persistence;

import dev.holon.core.messenger.OutboxEntry.Action;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.scheduler.LogEntryCodec;
import dev.holon.core.trace.EvaluationTime;
import dev.holon.core.trace.Place;
import dev.holon.core.trace.TraceStore;
import dev.holon.core.trace.TracedPush;
import dev.holon.core.trace.TracedSlot;
import dev.holon.core.trace.TracedSlot.TracedOutcome;
import dev.holon.protocol.Id;
import dev.holon.protocol.MalformedResultException;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.ResultCodec;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads traces out of the journal, the results, the outbox and the evaluations' times. */
public final class PostgresTraceStore implements TraceStore {
  // The header of an entry is read without its items, and only results that are small enough cross
  // the wire.
  private static final String SLOTS =
      """
      SELECT substring(j.event_payload FROM 1 FOR %d) AS header,
        r.is_error, octet_length(r.body) AS size,
        CASE WHEN octet_length(r.body) <= ? THEN r.body END AS body,
        t.at_millis, t.micros
      FROM unnest(?, ?, ?) WITH ORDINALITY AS p (process_id, persistence_id, slot, place)
      JOIN event_journal j ON j.persistence_id = p.persistence_id AND j.sequence_number = p.slot + 1
      LEFT JOIN result r ON r.process_id = p.process_id AND r.slot = p.slot AND r.step = 0
      LEFT JOIN evaluation_time t ON t.process_id = p.process_id AND t.slot = p.slot
      ORDER BY p.place
      """
          .formatted(LogEntryCodec.HEADER_SIZE_BYTES);

  // A message too large to be read for its target is found in the log that it led to.
  private static final String PUSHES =
      """
      SELECT o.*, CASE WHEN o.kind = 0 AND o.body IS NULL AND o.state = 1 THEN (
          SELECT (array_agg(substring(j.event_payload FROM 123 FOR 32) ORDER BY j.ordering))[1]
          FROM event_journal j
          WHERE substring(j.message_id FROM 1 FOR 8)::bigint = substring(o.item_id FROM 1 FOR 8)::bigint
            AND j.message_id = o.item_id AND j.sequence_number = o.delivered_slot + 1) END AS found_target
      FROM unnest(?, ?, ?) WITH ORDINALITY AS p (process_id, slot, from_index, place)
      CROSS JOIN LATERAL (
        SELECT process_id, slot, entry_index, kind, pushed_for, state, attempts, not_before_millis, cause,
          item_id, delivered_slot, CASE WHEN octet_length(body) <= ? THEN body END AS body
        FROM outbox
        WHERE process_id = p.process_id AND slot = p.slot AND entry_index >= p.from_index
        ORDER BY entry_index
        LIMIT ?) o
      ORDER BY p.place, o.entry_index
      """;

  private static final String HEAD =
      "SELECT substring(event_payload FROM 1 FOR "
          + LogEntryCodec.HEADER_SIZE_BYTES
          + ") AS header FROM event_journal WHERE persistence_id = ? ORDER BY sequence_number DESC LIMIT 1";

  private final Database database;

  public PostgresTraceStore(Database database) {
    this.database = database;
  }

  @Override
  public List<TracedSlot> slots(List<Place> places, long resultBytesMax) {
    if (places.isEmpty()) {
      return List.of();
    }
    return database.run(
        "slots of a trace",
        connection -> {
          List<TracedSlot> slots = new ArrayList<>();
          try (PreparedStatement statement = connection.prepareStatement(SLOTS)) {
            Columns.bind(
                statement,
                resultBytesMax,
                Columns.array(connection, "bytea", places, place -> place.process().id().toBytes()),
                Columns.array(
                    connection,
                    "text",
                    places,
                    place -> PostgresScheduleStore.persistenceId(place.process())),
                Columns.array(connection, "int8", places, Place::slot));
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                slots.add(readSlot(rows));
              }
            }
          }
          return slots;
        });
  }

  @Override
  public List<TracedPush> pushes(List<PushRange> ranges, int countMax) {
    if (ranges.isEmpty()) {
      return List.of();
    }
    return database.run(
        "pushes of a trace",
        connection -> {
          List<TracedPush> pushes = new ArrayList<>();
          try (PreparedStatement statement = connection.prepareStatement(PUSHES)) {
            Columns.bind(
                statement,
                Columns.array(
                    connection, "bytea", ranges, range -> range.place().process().id().toBytes()),
                Columns.array(connection, "int8", ranges, range -> range.place().slot()),
                Columns.array(connection, "int4", ranges, PushRange::fromIndex),
                ACTION_BYTES_MAX,
                Math.max(0, countMax));
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                pushes.add(readPush(rows));
              }
            }
          }
          return pushes;
        });
  }

  @Override
  public Optional<Head> head(ProcessId process) {
    return database.run(
        "end of the log of " + process,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(HEAD)) {
            Columns.bind(statement, PostgresScheduleStore.persistenceId(process));
            try (ResultSet rows = statement.executeQuery()) {
              if (!rows.next()) {
                return Optional.<Head>empty();
              }
              LogEntryCodec.Header header = readHeader(rows);
              return Optional.of(new Head(header.slot(), header.timestampMillis()));
            }
          }
        });
  }

  private static LogEntryCodec.Header readHeader(ResultSet row) throws SQLException {
    try {
      return LogEntryCodec.header(row.getBytes("header"));
    } catch (IllegalArgumentException e) {
      throw new SQLException("a stored entry does not read", e);
    }
  }

  private static TracedSlot readSlot(ResultSet row) throws SQLException {
    LogEntryCodec.Header header = readHeader(row);
    Place place = new Place(header.process(), header.slot());
    return new TracedSlot(
        place,
        header.messageId(),
        header.assignmentId(),
        header.timestampMillis(),
        readOutcome(row, place));
  }

  private static @Nullable TracedOutcome readOutcome(ResultSet row, Place place)
      throws SQLException {
    boolean isError = row.getBoolean("is_error");
    if (row.wasNull()) {
      return null;
    }
    long micros = row.getLong("micros");
    EvaluationTime time =
        row.wasNull() ? null : new EvaluationTime(place, row.getLong("at_millis"), micros);
    byte[] body = row.getBytes("body");
    try {
      Result result = body == null ? null : ResultCodec.decode(body);
      return new TracedOutcome(isError, row.getLong("size"), result, time);
    } catch (MalformedResultException e) {
      throw new SQLException("the stored result of " + place + " does not read", e);
    }
  }

  private static TracedPush readPush(ResultSet row) throws SQLException {
    OutboxKey key =
        new OutboxKey(
            new ProcessId(Columns.id(row, "process_id")),
            row.getLong("slot"),
            row.getInt("entry_index"));
    TracedPush.Kind kind = kind(row.getShort("kind"));
    DeliveryState state = StateColumns.read(row);
    String target = target(row);
    return new TracedPush(
        key,
        kind,
        Columns.idOrNull(row, "pushed_for"),
        target,
        state,
        TracedPush.childOf(kind, target, state));
  }

  // As ActionCodec.kind writes it.
  private static TracedPush.Kind kind(short stored) throws SQLException {
    return switch (stored) {
      case 0 -> TracedPush.Kind.MESSAGE;
      case 1 -> TracedPush.Kind.SPAWN;
      case 2, 3 -> TracedPush.Kind.ASSIGNMENT;
      default -> throw new SQLException("unknown kind of outbox entry " + stored);
    };
  }

  private static @Nullable String target(ResultSet row) throws SQLException {
    byte[] body = row.getBytes("body");
    if (body == null) {
      Id found = Columns.idOrNull(row, "found_target");
      return found == null ? null : found.toString();
    }
    try {
      Action action = ActionCodec.decode(body);
      return TracedPush.targetOf(action);
    } catch (MalformedResultException e) {
      throw new SQLException("a stored outbox entry does not read", e);
    }
  }
}
