package dev.holon.persistence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How to reach and use the database.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}, PostgreSQL 18 or newer
 * @param user owner of the tables
 * @param password may be empty
 * @param storeConnections connections for the stores' reads and outbox changes
 * @param journalConnections connections of the schedulers' journal
 * @param resultWriters threads that store results, each with a connection of its own; two keep a
 *     disk busy
 * @param resultQueueMax results that wait for one writer before {@code append} refuses
 * @param connectTimeout how long a caller waits for a connection
 * @param isLossAllowed whether a server may be used that can lose what it has acknowledged
 */
public record DatabaseSettings(
    String jdbcUrl,
    String user,
    String password,
    int storeConnections,
    int journalConnections,
    int resultWriters,
    int resultQueueMax,
    Duration connectTimeout,
    boolean isLossAllowed) {
  private static final String URL_PREFIX = "jdbc:postgresql:";

  /** The shortest wait that the connection pool accepts. */
  private static final Duration CONNECT_TIMEOUT_MIN = Duration.ofMillis(250);

  public DatabaseSettings {
    List<String> faults = new ArrayList<>();
    if (!jdbcUrl.startsWith(URL_PREFIX)) {
      faults.add("jdbcUrl must start with " + URL_PREFIX);
    }
    if (user.isBlank()) {
      faults.add("user must not be blank");
    }
    checkRange(faults, "storeConnections", storeConnections, 1, 1_000);
    checkRange(faults, "journalConnections", journalConnections, 1, 1_000);
    checkRange(faults, "resultWriters", resultWriters, 1, 16);
    checkRange(faults, "resultQueueMax", resultQueueMax, 1, 1_000_000);
    if (connectTimeout.compareTo(CONNECT_TIMEOUT_MIN) < 0) {
      faults.add("connectTimeout must be at least " + CONNECT_TIMEOUT_MIN);
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("database settings: " + String.join("; ", faults));
    }
  }

  /** Settings with the defaults for one node, for a server that keeps what it has acknowledged. */
  public static DatabaseSettings of(String jdbcUrl, String user, String password) {
    return new DatabaseSettings(
        jdbcUrl, user, password, 8, 8, 2, 10_000, Duration.ofSeconds(3), false);
  }

  /** For a connection beside the pools. */
  public ServerLogin login() {
    return new ServerLogin(jdbcUrl, user, password);
  }

  /** Leaves the password out. */
  @Override
  public String toString() {
    return "DatabaseSettings[" + jdbcUrl + " as " + user + "]";
  }

  private static void checkRange(List<String> faults, String name, int value, int min, int max) {
    if (value < min || value > max) {
      faults.add(name + " must be " + min + " to " + max + ", is " + value);
    }
  }
}
