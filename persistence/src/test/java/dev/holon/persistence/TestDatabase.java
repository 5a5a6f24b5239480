package dev.holon.persistence;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** One server for all tests of this module, with empty tables at the start of a run. */
public final class TestDatabase {
  private static final EmbeddedDatabase SERVER =
      EmbeddedDatabase.start(Path.of("target", "test-database"));
  private static final Database DATABASE = openEmpty();

  private TestDatabase() {}

  public static Database get() {
    return DATABASE;
  }

  public static void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  public static Connection connect() throws SQLException {
    DatabaseSettings settings = SERVER.settings();
    return DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
  }

  private static Database openEmpty() {
    execute("DROP SCHEMA IF EXISTS public CASCADE");
    execute("CREATE SCHEMA public");
    Database database = Database.open(SERVER.settings());
    Runtime.getRuntime().addShutdownHook(new Thread(TestDatabase::close));
    return database;
  }

  private static void close() {
    DATABASE.close();
    SERVER.close();
  }
}
