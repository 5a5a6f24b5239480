package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DatabaseTest {
  @Test
  void openDatabaseAnswersAndIsDurable() {
    Database database = TestDatabase.get();

    database.ping();

    for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
      assertEquals("on", show(database, setting), setting);
    }
    assertEquals("localhost", show(database, "listen_addresses"));
    assertEquals("", show(database, "unix_socket_directories"));
  }

  @Test
  void openingAgainAppliesNothing() {
    Database.open(TestDatabase.get().settings()).close();
  }

  @Test
  void failedWorkIsUndone() {
    Database database = TestDatabase.get();

    assertThrows(
        StoreException.class,
        () ->
            database.transact(
                "test",
                connection -> {
                  connection
                      .createStatement()
                      .execute("INSERT INTO record VALUES ('\\x00', '\\x00', 1, 1)");
                  throw new SQLException("test");
                }));

    int count =
        database.run(
            "count",
            connection -> {
              var rows =
                  connection
                      .createStatement()
                      .executeQuery("SELECT 1 FROM record WHERE id = '\\x00'");
              return rows.next() ? 1 : 0;
            });
    assertEquals(0, count);
  }

  @Test
  void wrongPasswordIsRefused() {
    DatabaseSettings right = TestDatabase.get().settings();

    StoreException refused =
        assertThrows(
            StoreException.class,
            () -> Database.open(DatabaseSettings.of(right.jdbcUrl(), right.user(), "wrong")));

    assertTrue(
        refused.getMessage().contains("password authentication failed"), refused.getMessage());
  }

  @Test
  void settingsReportAllFaultsTogether() {
    IllegalArgumentException faults =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new DatabaseSettings(
                    "jdbc:h2:mem", " ", "", 0, 8, 2, 1, Duration.ofSeconds(1), false));

    for (String name : new String[] {"jdbcUrl", "user", "storeConnections"}) {
      assertTrue(faults.getMessage().contains(name), faults.getMessage());
    }
    assertFalse(faults.getMessage().contains("journalConnections"));
  }

  @Test
  void settingsDoNotShowThePassword() {
    assertFalse(
        TestDatabase.get()
            .settings()
            .toString()
            .contains(TestDatabase.get().settings().password()));
  }

  private static String show(Database database, String setting) {
    return database.run(
        setting,
        connection -> {
          var rows = connection.createStatement().executeQuery("SHOW " + setting);
          rows.next();
          return rows.getString(1);
        });
  }
}
