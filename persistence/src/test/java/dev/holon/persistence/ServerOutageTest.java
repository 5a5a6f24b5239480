package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.StoreException;
import dev.holon.protocol.ProcessId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Loses the server in the middle of a transaction, with far more results waiting than one takes.
 */
@Timeout(120)
class ServerOutageTest {
  private static final int STAGE_COUNT = 4_000;
  private static final int SOCKET_TIMEOUT_SECONDS = 2;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  /** Time for one transaction to notice and one connection to be refused, and no more. */
  private static final long ALL_FAIL_SECONDS = 8;

  private @TempDir Path directory;
  private EmbeddedDatabase server;
  private Database database;
  private PostgresResultStore store;

  @BeforeEach
  void start() {
    server = EmbeddedDatabase.start(directory);
    DatabaseSettings settings = server.settings();
    database =
        Database.open(
            new DatabaseSettings(
                settings.jdbcUrl() + "?socketTimeout=" + SOCKET_TIMEOUT_SECONDS,
                settings.user(),
                settings.password(),
                2,
                1,
                2,
                10_000,
                CONNECT_TIMEOUT,
                false));
    store = new PostgresResultStore(database);
  }

  @AfterEach
  void stop() {
    store.close();
    database.close();
    server.close();
  }

  @Test
  void everyAppendFailsWhenTheServerStops() throws Exception {
    List<CompletableFuture<Void>> stages;
    try (Connection blocker = blockResults()) {
      stages = appendMany();
      server.close();
    }

    assertAllFail(stages);
    assertAllFail(appendMany());
  }

  @Test
  void everyAppendFailsWhenTheServerFallsSilentAndIsStoredAfterwards() throws Exception {
    ProcessId process = SampleLog.randomProcess();
    List<CompletableFuture<Void>> stages;
    try (Connection blocker = blockResults()) {
      stages = appendMany();
      signal("-STOP");
      try {
        assertAllFail(stages);
        assertAllFail(appendMany());
      } finally {
        signal("-CONT");
      }
    }

    store.append(SampleResults.completed(process, 0), List.of()).toCompletableFuture().join();
    assertEquals(0, store.newest(process).orElseThrow().slot());
  }

  private List<CompletableFuture<Void>> appendMany() {
    List<ProcessId> processes = Stream.generate(SampleLog::randomProcess).limit(40).toList();
    List<CompletableFuture<Void>> stages = new ArrayList<>();
    for (int i = 0; i < STAGE_COUNT; i++) {
      ProcessId process = processes.get(i % processes.size());
      long slot = i / processes.size();
      stages.add(
          store.append(SampleResults.completed(process, slot), List.of()).toCompletableFuture());
    }
    return stages;
  }

  private static void assertAllFail(List<CompletableFuture<Void>> stages) throws Exception {
    CompletableFuture<?> all =
        CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new)).handle((done, e) -> null);
    all.get(ALL_FAIL_SECONDS, TimeUnit.SECONDS);
    for (CompletableFuture<Void> stage : stages) {
      ExecutionException failure = assertThrows(ExecutionException.class, stage::get);
      assertInstanceOf(StoreException.class, failure.getCause());
    }
  }

  private Connection blockResults() throws Exception {
    DatabaseSettings settings = server.settings();
    Connection connection =
        DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
    connection.setAutoCommit(false);
    connection.createStatement().execute("LOCK TABLE result IN SHARE ROW EXCLUSIVE MODE");
    return connection;
  }

  /** To the server and all its processes. */
  private void signal(String signal) throws Exception {
    Path pidFile = directory.resolve("cluster/postmaster.pid");
    long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
    List<String> command = new ArrayList<>(List.of("kill", signal, Long.toString(pid)));
    ProcessHandle.of(pid)
        .orElseThrow()
        .descendants()
        .forEach(child -> command.add(Long.toString(child.pid())));
    Process kill = new ProcessBuilder(command).inheritIO().start();
    assertTrue(kill.waitFor(10, TimeUnit.SECONDS));
    assertEquals(0, kill.exitValue());
  }
}
