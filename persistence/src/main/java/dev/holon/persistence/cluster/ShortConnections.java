package dev.holon.persistence.cluster;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * A connection for each call, with short time limits: what asks rarely must not wait long, and must
 * find out that the server is away.
 */
record ShortConnections(String jdbcUrl, String user, String password, Duration timeout) {

  /** Statements on one connection. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  <T> T run(Work<T> work) throws SQLException {
    Properties properties = new Properties();
    String seconds = Long.toString(Math.max(1, timeout.toSeconds()));
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", "holon-cluster");
    properties.setProperty("loginTimeout", seconds);
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("socketTimeout", seconds);
    try (Connection connection = DriverManager.getConnection(jdbcUrl, properties)) {
      return work.run(connection);
    }
  }
}
