package dev.holon.simulation.fault;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A PostgreSQL server of the run's own, on loopback, always at the same port, that can be ended.
 */
final class FaultyDatabase implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(60);

  private final Path folder;
  private EmbeddedPostgres server;

  private FaultyDatabase(Path folder, EmbeddedPostgres server) {
    this.folder = folder;
    this.server = server;
  }

  static FaultyDatabase start(Path folder) throws IOException {
    Files.createDirectories(folder);
    return new FaultyDatabase(folder, launch(folder, 0));
  }

  // Durable as a real one: the wrapper is made for tests and turns that off.
  private static EmbeddedPostgres launch(Path folder, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder.resolve("cluster"))
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setOverrideWorkingDirectory(folder.resolve("binaries").toFile())
        .setPGStartupWait(START_MAX)
        .setPort(port)
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("max_connections", "300")
        .setServerConfig("shared_buffers", "256MB")
        .setServerConfig("unix_socket_directories", "")
        .start();
  }

  int port() {
    return server.getPort();
  }

  /** Ends the server as a power cut would. */
  void kill() throws IOException, InterruptedException {
    List<String> lines = Files.readAllLines(folder.resolve("cluster").resolve("postmaster.pid"));
    long pid = Long.parseLong(lines.getFirst().strip());
    List<ProcessHandle> backends =
        ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants).toList();
    Shell.run("kill", "-9", Long.toString(pid));
    for (ProcessHandle backend : backends) {
      Shell.succeeds("kill", "-9", Long.toString(backend.pid()));
    }
  }

  /** Ends the server in order; connections are cut. */
  void stop() throws IOException {
    server.close();
  }

  /** Starts it again, after {@link #kill} or {@link #stop}. */
  void restart() throws IOException {
    int port = server.getPort();
    // One that was killed still holds its folder's lock in this JVM.
    server.close();
    server = launch(folder, port);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
