package dev.holon.persistence;

import dev.holon.core.scheduler.LogFeed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds a number that no event can get any more, nor any below it: up to there the journal is
 * complete.
 *
 * <p>An event gets its {@code ordering} before its transaction commits, so a higher one may be seen
 * first. But before a transaction takes a number it holds a lock on the table, and it keeps the
 * lock until after its rows are to be seen. So: read the newest number given out, H; then the
 * transactions that hold the lock; when all of these have ended, whatever is at or below H is
 * there, or never will be. Transactions that came since have numbers above H. Nothing waits for a
 * reader, and a transaction that does not write the journal holds up nobody.
 *
 * <p>Numbers must be handed out one by one: a session with a stock of its own would use them later.
 */
final class JournalHorizon {
  private static final String GIVEN_OUT =
      """
      SELECT CASE WHEN s.is_called THEN s.last_value ELSE 0 END, q.seqcache
      FROM event_journal_ordering_seq s, pg_sequence q
      WHERE q.seqrelid = 'event_journal_ordering_seq'::regclass
      """;

  // Of prepared transactions too. Every mode that allows writing is at least this one.
  private static final String WRITERS =
      """
      SELECT DISTINCT virtualtransaction FROM pg_locks
      WHERE locktype = 'relation' AND relation = 'event_journal'::regclass AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
      """;

  private long complete = LogFeed.START;
  private long candidate = LogFeed.START;
  private Set<String> waitedFor = Set.of();

  /** The newest such number that can be told now; it never falls. */
  synchronized long advance(Connection connection) throws SQLException {
    if (candidate > complete) {
      Set<String> left = new HashSet<>(waitedFor);
      left.retainAll(writers(connection));
      waitedFor = left;
      if (!left.isEmpty()) {
        return complete;
      }
      complete = candidate;
    }
    // In this order: who takes a number later than the first read is above it.
    candidate = Math.max(complete, givenOut(connection));
    waitedFor = writers(connection);
    if (waitedFor.isEmpty()) {
      complete = candidate;
    }
    return complete;
  }

  private static long givenOut(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(GIVEN_OUT);
        ResultSet row = statement.executeQuery()) {
      if (!row.next() || row.getLong(2) != 1) {
        throw new SQLException("event_journal_ordering_seq must exist, with CACHE 1");
      }
      return row.getLong(1);
    }
  }

  private static Set<String> writers(Connection connection) throws SQLException {
    Set<String> writers = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(WRITERS);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        writers.add(rows.getString(1));
      }
    }
    return writers;
  }
}
