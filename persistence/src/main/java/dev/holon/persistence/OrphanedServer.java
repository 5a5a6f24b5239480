package dev.holon.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that outlived the node that started it, because that node was killed. It
 * holds the data directory, so it has to go before a new one starts; what it has committed stays.
 */
final class OrphanedServer {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanedServer.class);

  /** A checkpoint may have to be written. */
  private static final long FAST_SHUTDOWN_SECONDS = 60;

  private static final long IMMEDIATE_SHUTDOWN_SECONDS = 10;

  private OrphanedServer() {}

  /**
   * Stops the server of this cluster directory when one runs. The caller must hold the lock of the
   * directory, so that no living node uses the server.
   *
   * @throws IOException when it does not stop
   */
  static void stop(Path cluster) throws IOException {
    Path pidFile = cluster.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    Optional<ProcessHandle> running = running(pidFile);
    if (running.isEmpty()) {
      return;
    }
    ProcessHandle server = running.get();
    if (!isServerOf(server, pidFile, cluster)) {
      // The number went to some other process; PostgreSQL would take that for a server and refuse
      // to start.
      Files.delete(pidFile);
      return;
    }
    LOG.warn(
        "Stopping the database server {} of {}, which outlived its node", server.pid(), cluster);
    if (!signal(server, "INT", FAST_SHUTDOWN_SECONDS)
        && !signal(server, "QUIT", IMMEDIATE_SHUTDOWN_SECONDS)) {
      throw new IOException(
          "the database server " + server.pid() + " of " + cluster + " does not stop");
    }
  }

  // postmaster.pid: the process id, the data directory, and more that does not matter here; a line
  // each.
  private static Optional<ProcessHandle> running(Path pidFile) throws IOException {
    List<String> lines = Files.readAllLines(pidFile);
    try {
      return lines.isEmpty()
          ? Optional.empty()
          : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean isServerOf(ProcessHandle process, Path pidFile, Path cluster)
      throws IOException {
    List<String> lines = Files.readAllLines(pidFile);
    boolean isSameDirectory =
        lines.size() > 1
            && Files.exists(Path.of(lines.get(1)))
            && Files.isSameFile(Path.of(lines.get(1)), cluster);
    Optional<String> command = process.info().command();
    boolean isPostgres =
        command.isPresent()
            && Path.of(command.get()).getFileName().toString().startsWith("postgres");
    return isSameDirectory && isPostgres;
  }

  /**
   * Returns whether the process ended. INT disconnects clients and stops in order, QUIT stops at
   * once.
   */
  private static boolean signal(ProcessHandle process, String signal, long waitSeconds)
      throws IOException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
    try {
      process.onExit().get(waitSeconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IOException("cannot wait for process " + process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
