package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.StoreException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class EmbeddedDatabaseTest {
  private static final int ROW_COUNT = 1_000;

  @Test
  void committedRowsSurviveTheNodesViolentDeath(@TempDir Path directory) throws Exception {
    // What an earlier death, while the cluster was being made, has left.
    Files.createDirectories(directory.resolve("cluster/base"));
    Files.createFile(directory.resolve("initializing"));
    Process node = startNode(directory);
    BufferedReader output =
        new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    while (line != null && !line.equals("committed")) {
      line = output.readLine();
    }
    assertEquals("committed", line);
    long serverPid = serverPid(directory);

    node.destroyForcibly();
    assertTrue(node.waitFor(30, TimeUnit.SECONDS));

    assertTrue(ProcessHandle.of(serverPid).isPresent(), "the server outlives the node");
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
      assertTrue(ProcessHandle.of(serverPid).isEmpty(), "the orphan is gone");
      assertEquals(ROW_COUNT, rowCount(database.settings()));
    }
    assertFalse(Files.exists(directory.resolve("cluster/postmaster.pid")));
  }

  @Test
  void secondNodeOnADirectoryIsRefused() {
    TestDatabase.get();

    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () -> EmbeddedDatabase.start(Path.of("target", "test-database")));

    assertTrue(refused.getMessage().contains("another node uses"), refused.getMessage());
  }

  @Test
  void pidFileThatNamesAnotherProcessIsDropped(@TempDir Path directory) throws Exception {
    Path pidFile = directory.resolve("postmaster.pid");
    Files.writeString(pidFile, ProcessHandle.current().pid() + "\n" + directory + "\n");

    OrphanedServer.stop(directory);

    assertFalse(Files.exists(pidFile));
    assertTrue(ProcessHandle.current().isAlive());
  }

  @Test
  void clusterWithoutItsPasswordIsAFault(@TempDir Path directory) throws Exception {
    Files.createDirectories(directory.resolve("cluster"));

    StoreException fault =
        assertThrows(StoreException.class, () -> EmbeddedDatabase.start(directory));

    assertTrue(fault.getMessage().contains("password is missing"), fault.getMessage());
    assertTrue(Files.exists(directory.resolve("cluster")));
  }

  @Test
  void directoryThatTheWrapperSweepsIsRefused() {
    Path swept = Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg", "node");

    assertThrows(IllegalArgumentException.class, () -> EmbeddedDatabase.start(swept));
  }

  private static Process startNode(Path directory) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Node.class.getName(),
            directory.toString())
        .redirectErrorStream(true)
        .start();
  }

  private static long serverPid(Path directory) throws Exception {
    return Long.parseLong(
        Files.readAllLines(directory.resolve("cluster/postmaster.pid")).getFirst().strip());
  }

  private static int rowCount(DatabaseSettings settings) throws Exception {
    try (Connection connection = connect(settings);
        ResultSet rows =
            connection.createStatement().executeQuery("SELECT count(*) FROM survivor")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static Connection connect(DatabaseSettings settings) throws Exception {
    return DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
  }

  /** Starts a database, commits rows one by one, says so and waits to be killed. */
  static final class Node {
    private Node() {}

    public static void main(String[] arguments) throws Exception {
      EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]));
      try (Connection connection = connect(database.settings())) {
        connection.createStatement().execute("CREATE TABLE survivor (number INTEGER)");
        for (int i = 0; i < ROW_COUNT; i++) {
          connection.createStatement().execute("INSERT INTO survivor VALUES (" + i + ")");
        }
        System.out.println("committed");
        Thread.sleep(Long.MAX_VALUE);
      }
    }
  }
}
