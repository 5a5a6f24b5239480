package dev.holon.persistence.journal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
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
  private static final int CONNECT_SECONDS = 3;

  // The journal's trigger sees a batch as a table in memory; with less it would go to a file.
  private static final String PREPARE = "SET work_mem = '32MB'";

  // The writes of a node that freezes hold the keys that those who take over write at: the server
  // ends them.
  private static final String SERVER_LIMITS = "-c transaction_timeout=5s";

  private final Target target;
  private @Nullable Connection connection;
  private long usedNanos;

  /** Where to connect to. */
  record Target(String jdbcUrl, String user, String password, Duration answerTimeout) {
    /** Leaves the password out. */
    @Override
    public String toString() {
      return jdbcUrl + " as " + user;
    }
  }

  CopyConnection(Target target) {
    this.target = target;
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
    Connection opened = DriverManager.getConnection(target.jdbcUrl(), properties());
    connection = opened;
    try (Statement statement = opened.createStatement()) {
      statement.execute(PREPARE);
    }
    usedNanos = System.nanoTime();
  }

  /** Writes all rows in one transaction, or none. {@link #ensureOpen} comes first. */
  void copy(CopyBuffer rows) throws SQLException {
    Connection current = connection;
    if (current == null) {
      throw new SQLException("not connected", "08003");
    }
    CopyIn copy = current.unwrap(PGConnection.class).getCopyAPI().copyIn(CopyBuffer.COPY);
    copy.writeToCopy(rows.bytes(), 0, rows.sizeBytes());
    copy.endCopy();
    usedNanos = System.nanoTime();
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

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", target.user());
    properties.setProperty("password", target.password());
    properties.setProperty("ApplicationName", "holon-journal-writer");
    properties.setProperty("options", SERVER_LIMITS);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
    properties.setProperty("loginTimeout", Integer.toString(CONNECT_SECONDS));
    properties.setProperty("socketTimeout", Long.toString(target.answerTimeout().toSeconds()));
    return properties;
  }
}
