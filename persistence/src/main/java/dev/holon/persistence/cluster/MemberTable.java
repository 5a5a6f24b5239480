package dev.holon.persistence.cluster;

import dev.holon.core.StoreException;
import dev.holon.persistence.DatabaseSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The nodes of a cluster as they announce themselves in the database. A node asks whether there is
 * a cluster to join; of several that ask at once while there is none, one is told to found it.
 * Methods block and throw {@link StoreException} when the database does not answer in time.
 * Thread-safe.
 */
public final class MemberTable {
  /** Any number that nothing else in this database locks. */
  private static final long LOCK = 7_301_555_012L;

  private static final String LOCK_UNTIL_COMMIT = "SELECT pg_advisory_xact_lock(" + LOCK + ")";
  private static final String OTHERS =
      """
      SELECT address FROM cluster_member
      WHERE address <> ? AND state = 'member' AND seen > clock_timestamp() - ? * interval '1 ms'
      ORDER BY address
      """;
  private static final String SAY =
      """
      INSERT INTO cluster_member (address, state, seen) VALUES (?, ?, clock_timestamp())
      ON CONFLICT (address) DO UPDATE SET state = EXCLUDED.state, seen = EXCLUDED.seen
      """;
  private static final String FORGET = "DELETE FROM cluster_member WHERE address = ?";
  private static final String FORGET_OLD =
      "DELETE FROM cluster_member WHERE seen < clock_timestamp() - interval '1 day'";

  private final ShortConnections connections;
  private final Duration freshness;

  /**
   * @param timeout longest wait for the database
   * @param freshness a node that has been silent for longer counts as gone
   */
  public MemberTable(DatabaseSettings settings, Duration timeout, Duration freshness) {
    this.connections = new ShortConnections(settings.login(), timeout);
    this.freshness = freshness;
  }

  /** What a node that starts is to do. */
  public sealed interface Advice {
    /** There is no cluster: this node is it. No other node is told so while this one is heard. */
    record Found() implements Advice {}

    /** Members are at these addresses. */
    record Join(List<String> addresses) implements Advice {
      public Join {
        addresses = List.copyOf(addresses);
      }
    }
  }

  /** Announces the node at this address and says how it gets into the cluster. */
  public Advice enter(String address) {
    return run(
        "enter the cluster",
        connection -> {
          connection.setAutoCommit(false);
          try (Statement statement = connection.createStatement()) {
            statement.execute(LOCK_UNTIL_COMMIT);
            statement.execute(FORGET_OLD);
          }
          List<String> others = others(connection, address);
          say(connection, address, others.isEmpty() ? "member" : "joining");
          connection.commit();
          return others.isEmpty() ? new Advice.Found() : new Advice.Join(others);
        });
  }

  /** The node at this address is a member and alive. */
  public void announce(String address) {
    run(
        "announce a member",
        connection -> {
          say(connection, address, "member");
          return address;
        });
  }

  /** Members that have been heard of lately, without the one at this address. */
  public List<String> others(String address) {
    return run("read the members", connection -> others(connection, address));
  }

  /** The node at this address leaves. */
  public void leave(String address) {
    run(
        "leave the cluster",
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
            statement.setString(1, address);
            return statement.executeUpdate();
          }
        });
  }

  private List<String> others(Connection connection, String address) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OTHERS)) {
      statement.setString(1, address);
      statement.setLong(2, freshness.toMillis());
      try (ResultSet rows = statement.executeQuery()) {
        List<String> addresses = new ArrayList<>();
        while (rows.next()) {
          addresses.add(rows.getString(1));
        }
        return addresses;
      }
    }
  }

  private static void say(Connection connection, String address, String state) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SAY)) {
      statement.setString(1, address);
      statement.setString(2, state);
      statement.executeUpdate();
    }
  }

  private <T> T run(String what, ShortConnections.Work<T> work) {
    try {
      return connections.run(work);
    } catch (SQLException e) {
      throw new StoreException(what + ": " + e.getMessage() + " (" + e.getSQLState() + ")", e);
    }
  }
}
