package dev.holon.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the server all the time whether it answers, on a connection of its own, so that a full pool
 * does not look like a lost server. Two answers that do not come in time, one after the other on
 * fresh connections, are a lost server; one that comes is a server again.
 */
public final class DatabaseProbe implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseProbe.class);
  private static final Duration INTERVAL = Duration.ofMillis(500);

  /** For connecting, and for each answer. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(1);

  private static final long CLOSE_MILLIS = 3_000;

  private final ServerLogin login;
  private final Consumer<Boolean> listener;
  private final Thread thread;
  private @Nullable Connection connection;
  private volatile boolean isClosed;

  /**
   * Begins to ask.
   *
   * @param listener told after each question whether there was an answer; must not block
   */
  public static DatabaseProbe start(DatabaseSettings settings, Consumer<Boolean> listener) {
    DatabaseProbe probe = new DatabaseProbe(settings, listener);
    probe.thread.start();
    return probe;
  }

  private DatabaseProbe(DatabaseSettings settings, Consumer<Boolean> listener) {
    this.login = settings.login();
    this.listener = listener;
    this.thread =
        Thread.ofPlatform().name("holon-database-probe").daemon(true).unstarted(this::run);
  }

  private void run() {
    while (!isClosed) {
      boolean isAnswering = ask();
      listener.accept(isAnswering || ask());
      LockSupport.parkNanos(INTERVAL.toNanos());
    }
    disconnect();
  }

  /** Whether there was an answer. */
  private boolean ask() {
    try {
      Connection open = connection;
      if (open == null) {
        open = login.connect("holon-probe", ANSWER_MAX, ANSWER_MAX, Map.of());
        connection = open;
      }
      try (Statement statement = open.createStatement()) {
        return statement.execute("SELECT 1");
      }
    } catch (SQLException e) {
      LOG.debug("no answer of the database", e);
      disconnect();
      return false;
    }
  }

  private void disconnect() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.debug("a connection does not close", e);
      }
    }
  }

  /** Ends the questions. */
  @Override
  public void close() {
    isClosed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
