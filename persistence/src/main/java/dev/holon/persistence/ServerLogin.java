package dev.holon.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/**
 * Who opens a connection of its own, beside the pools, and where. Such a connection has short time
 * limits, because what it is for must find out soon that the server is away.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}
 */
public record ServerLogin(String jdbcUrl, String user, String password) {

  /**
   * Connects.
   *
   * @param application the name the server lists the connection by
   * @param connectTimeout for the connection and for the login; the driver counts whole seconds
   * @param answerTimeout for each answer; whole seconds, too
   * @param options further properties of the driver
   * @throws SQLException when there is no connection in time, or it is refused
   */
  public Connection connect(
      String application,
      Duration connectTimeout,
      Duration answerTimeout,
      Map<String, String> options)
      throws SQLException {
    Properties properties = new Properties();
    properties.putAll(options);
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", application);
    properties.setProperty("connectTimeout", wholeSeconds(connectTimeout));
    properties.setProperty("loginTimeout", wholeSeconds(connectTimeout));
    properties.setProperty("socketTimeout", wholeSeconds(answerTimeout));
    return DriverManager.getConnection(jdbcUrl, properties);
  }

  // For the driver none would be: wait for ever.
  private static String wholeSeconds(Duration timeout) {
    return Long.toString(Math.max(1, timeout.toSeconds()));
  }

  /** Leaves the password out. */
  @Override
  public String toString() {
    return jdbcUrl + " as " + user;
  }
}
