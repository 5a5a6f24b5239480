package dev.holon.persistence.cluster;

import dev.holon.persistence.ServerLogin;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/**
 * A connection for each call, with short time limits: what asks rarely must not wait long, and must
 * find out that the server is away.
 */
record ShortConnections(ServerLogin login, Duration timeout) {

  /** Statements on one connection. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  <T> T run(Work<T> work) throws SQLException {
    try (Connection connection = login.connect("holon-cluster", timeout, timeout, Map.of())) {
      return work.run(connection);
    }
  }
}
