package dev.holon.persistence.journal;

import dev.holon.persistence.ServerLogin;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * A connection that only writes events. It is opened when it is needed and again after a loss.
 * Belongs to one thread.
 */
final class CopyConnection implements AutoCloseable {
  /** After a rest a connection may have been cut; one that is busy would notice. */
  private static final long TRUSTED_NANOS = Duration.ofSeconds(1).toNanos();

  private static final int CHECK_SECONDS = 2;
  private static final Duration CONNECT_MAX = Duration.ofSeconds(3);

  // The journal's trigger sees a batch as a table in memory; with less it would go to a file.
  private static final String PREPARE = "SET work_mem = '32MB'";

  private final ServerLogin login;
  private final Duration answerTimeout;
  private final Map<String, String> options;
  private @Nullable Connection connection;
  private long usedNanos;

  /**
   * @param transactionMax the server ends a transaction that lasts longer: the writes of a node
   *     that freezes hold the keys that those who take over write at
   */
  CopyConnection(ServerLogin login, Duration answerTimeout, Duration transactionMax) {
    this.login = login;
    this.answerTimeout = answerTimeout;
    this.options =
        Map.of(
            "options",
            "-c transaction_timeout=" + transactionMax.toSeconds() + "s",
            "tcpKeepAlive",
            "true");
  }

  /**
   * Makes sure that there is a connection that answers.
   *
   * @throws SQLException when the server cannot be reached
   */
  void ensureOpen() throws SQLException {
    Connection current = connection;
    if (current != null
        && (System.nanoTime() - usedNanos < TRUSTED_NANOS || current.isValid(CHECK_SECONDS))) {
      return;
    }
    close();
    Connection opened = login.connect("holon-journal-writer", CONNECT_MAX, answerTimeout, options);
    connection = opened;
    try (Statement statement = opened.createStatement()) {
      statement.execute(PREPARE);
    }
    usedNanos = System.nanoTime();
  }

  /** Writes all rows in one transaction, or none. {@link #ensureOpen} comes first. */
  void copy(CopyBuffer rows) throws SQLException {
    CopyIn copy = begin();
    copy.writeToCopy(rows.bytes(), 0, rows.sizeBytes());
    copy.endCopy();
    usedNanos = System.nanoTime();
  }

  /**
   * A transaction for rows that come piece by piece: they are stored when it ends, and none when it
   * is cancelled. {@link #ensureOpen} comes first.
   */
  CopyIn begin() throws SQLException {
    Connection current = connection;
    if (current == null) {
      throw new SQLException("not connected", "08003");
    }
    return current.unwrap(PGConnection.class).getCopyAPI().copyIn(CopyBuffer.COPY);
  }

  @Override
  public void close() {
    Connection current = connection;
    connection = null;
    if (current != null) {
      try {
        current.close();
      } catch (SQLException e) {
        // It is given up in any case.
        return;
      }
    }
  }
}
