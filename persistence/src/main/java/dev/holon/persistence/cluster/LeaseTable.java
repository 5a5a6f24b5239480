package dev.holon.persistence.cluster;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/** Leases as rows; who has one is decided by the database and its clock alone. */
record LeaseTable(ShortConnections connections) {
  private static final String TAKE =
      """
      INSERT INTO cluster_lease AS held (name, owner, expires)
      VALUES (?, ?, clock_timestamp() + ? * interval '1 ms')
      ON CONFLICT (name) DO UPDATE SET owner = EXCLUDED.owner, expires = EXCLUDED.expires
      WHERE held.owner = EXCLUDED.owner OR held.expires < clock_timestamp()
      """;
  private static final String EXTEND =
      """
      UPDATE cluster_lease SET expires = clock_timestamp() + ? * interval '1 ms'
      WHERE name = ? AND owner = ? AND expires >= clock_timestamp()
      """;
  private static final String GIVE_BACK = "DELETE FROM cluster_lease WHERE name = ? AND owner = ?";

  /** Takes a lease that is free, expired, or the owner's already; says whether it has it. */
  boolean take(String name, String owner, Duration length) throws SQLException {
    return connections.run(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
            statement.setString(1, name);
            statement.setString(2, owner);
            statement.setLong(3, length.toMillis());
            return statement.executeUpdate() == 1;
          }
        });
  }

  /** Keeps a lease that is the owner's and has not expired; false when it is lost. */
  boolean extend(String name, String owner, Duration length) throws SQLException {
    return connections.run(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(EXTEND)) {
            statement.setLong(1, length.toMillis());
            statement.setString(2, name);
            statement.setString(3, owner);
            return statement.executeUpdate() == 1;
          }
        });
  }

  /** Frees a lease of the owner's; of others nothing changes. */
  void giveBack(String name, String owner) throws SQLException {
    connections.run(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(GIVE_BACK)) {
            statement.setString(1, name);
            statement.setString(2, owner);
            return statement.executeUpdate();
          }
        });
  }
}
