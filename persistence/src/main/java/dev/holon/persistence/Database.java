package dev.holon.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.holon.core.StoreException;
import dev.holon.core.meter.Meters;
import dev.holon.core.meter.Metric;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** The node's connections to PostgreSQL. Opening it brings the tables up to date. Thread-safe. */
public final class Database implements AutoCloseable {
  /** A statement that takes longer has lost its server. */
  private static final int SOCKET_TIMEOUT_SECONDS = 60;

  // A node that freezes in a transaction keeps rows locked that those who take over need.
  private static final String SERVER_LIMITS =
      "-c idle_in_transaction_session_timeout=5s -c transaction_timeout=60s";

  private final DatabaseSettings settings;
  private final HikariDataSource storePool;
  private final HikariDataSource writerPool;

  private Database(
      DatabaseSettings settings, HikariDataSource storePool, HikariDataSource writerPool) {
    this.settings = settings;
    this.storePool = storePool;
    this.writerPool = writerPool;
  }

  /**
   * Connects and applies the migrations that are missing; other nodes that do the same at once wait
   * for each other.
   *
   * @throws StoreException when the server does not answer, could lose what it acknowledges, or a
   *     migration fails
   */
  public static Database open(DatabaseSettings settings) {
    try {
      check(settings);
      migrate(settings);
      HikariDataSource storePool = pool(settings, "holon-stores", settings.storeConnections());
      return new Database(
          settings, storePool, pool(settings, "holon-results", settings.resultWriters()));
    } catch (SQLException | FlywayException | PoolInitializationException e) {
      throw new StoreException("cannot open " + settings + ": " + e.getMessage(), e);
    }
  }

  /** What the connections were opened with. */
  public DatabaseSettings settings() {
    return settings;
  }

  /**
   * Makes a round trip to the server.
   *
   * @throws StoreException when there is no answer
   */
  public void ping() {
    boolean isValid = run("ping", connection -> connection.isValid(5));
    if (!isValid) {
      throw new StoreException(
          "ping: no answer", new SQLException("connection is not valid", "08006"));
    }
  }

  /** Shows the use of the connections. */
  public void showIn(Meters meters) {
    for (HikariDataSource pool : List.of(storePool, writerPool)) {
      String name = pool.getPoolName();
      HikariPoolMXBean use = pool.getHikariPoolMXBean();
      meters.gauge(Metric.DATABASE_CONNECTIONS, use::getActiveConnections, name, "active");
      meters.gauge(Metric.DATABASE_CONNECTIONS, use::getIdleConnections, name, "idle");
      meters.gauge(Metric.DATABASE_CONNECTIONS_MAX, pool::getMaximumPoolSize, name);
      meters.gauge(Metric.DATABASE_WAITING, use::getThreadsAwaitingConnection, name);
    }
  }

  /** Closes all connections. Stores on this database must have been closed before. */
  @Override
  public void close() {
    writerPool.close();
    storePool.close();
  }

  /** Runs statements that commit one by one. */
  <T extends @Nullable Object> T run(String what, Work<T> work) {
    try (Connection connection = storePool.getConnection()) {
      return work.run(connection);
    } catch (SQLException e) {
      throw failure(what, e);
    }
  }

  /** Runs statements in one transaction; any exception undoes them. */
  <T extends @Nullable Object> T transact(String what, Work<T> work) {
    try (Connection connection = storePool.getConnection()) {
      return transaction(connection, work);
    } catch (SQLException e) {
      throw failure(what, e);
    }
  }

  /**
   * As {@link #transact}, on a connection that is kept for the result writers and with the plain
   * exception.
   */
  <T extends @Nullable Object> T transactResults(Work<T> work) throws SQLException {
    try (Connection connection = writerPool.getConnection()) {
      return transaction(connection, work);
    }
  }

  private static <T extends @Nullable Object> T transaction(Connection connection, Work<T> work)
      throws SQLException {
    connection.setAutoCommit(false);
    boolean isCommitted = false;
    try {
      T outcome = work.run(connection);
      connection.commit();
      isCommitted = true;
      return outcome;
    } finally {
      if (!isCommitted && !connection.isClosed()) {
        connection.rollback();
      }
      // The pool turns autocommit on again when the connection comes back.
    }
  }

  private static StoreException failure(String what, SQLException cause) {
    return new StoreException(
        what + ": " + cause.getMessage() + " (" + cause.getSQLState() + ")", cause);
  }

  private static void check(DatabaseSettings settings) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password())) {
      ServerCheck.check(connection, settings.isLossAllowed());
    }
  }

  private static void migrate(DatabaseSettings settings) {
    Flyway.configure(Database.class.getClassLoader())
        .dataSource(settings.jdbcUrl(), settings.user(), settings.password())
        .locations("classpath:dev/holon/persistence/migration")
        .load()
        .migrate();
  }

  private static HikariDataSource pool(DatabaseSettings settings, String name, int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(settings.jdbcUrl());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(connections);
    // A pool that keeps some open tries for ever while the server is away, at longer and longer
    // intervals, and is late when it comes back. So connections are made when they are wanted.
    config.setMinimumIdle(0);
    config.setConnectionTimeout(settings.connectTimeout().toMillis());
    config.addDataSourceProperty("ApplicationName", name);
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("socketTimeout", Integer.toString(SOCKET_TIMEOUT_SECONDS));
    config.addDataSourceProperty("options", SERVER_LIMITS);
    return new HikariDataSource(config);
  }

  /** Statements on one connection. */
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T run(Connection connection) throws SQLException;
  }
}
