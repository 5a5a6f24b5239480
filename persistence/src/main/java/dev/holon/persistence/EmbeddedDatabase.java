package dev.holon.persistence;

import dev.holon.core.StoreException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server that belongs to this node, for machines that have none: same server, same
 * SQL, same promises about durability. It listens on a free port of the loopback interface and asks
 * for a password that only the directory's owner can read. In its directory:
 *
 * <pre>
 *  lock          held while a node runs
 *  password      of the user postgres
 *  initializing  there while the cluster is being made
 *  binaries/     the server's programs, unpacked once
 *  cluster/      the data
 * </pre>
 *
 * <p>Runs as root too: PostgreSQL refuses that, so the server then gets a user namespace of its
 * own. No shutdown hook: whoever starts it closes it, after everything that writes.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final String USER = "postgres";

  /** Replaying the log after a crash takes a while. */
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  // The wrapper is made for tests and turns durability off; its options come first, the last one
  // counts.
  private static final Map<String, String> SERVER_SETTINGS =
      Map.of(
          "fsync", "on",
          "synchronous_commit", "on",
          "full_page_writes", "on",
          "max_connections", "100",
          "shared_buffers", "256MB",
          "max_wal_size", "2GB",
          "checkpoint_timeout", "15min",
          // No socket files in a directory that others can write to.
          "unix_socket_directories", "");

  private final EmbeddedPostgres server;
  private final DirectoryLock lock;
  private final DatabaseSettings settings;

  private EmbeddedDatabase(EmbeddedPostgres server, DirectoryLock lock, String password) {
    this.server = server;
    this.lock = lock;
    this.settings =
        DatabaseSettings.of(
            "jdbc:postgresql://localhost:" + server.getPort() + "/postgres", USER, password);
  }

  /**
   * Starts the server on this directory and makes it first when it is not there. What was committed
   * is there again, also when the node was killed before; a server that outlived its node is
   * stopped.
   *
   * @throws IllegalStateException when another node uses the directory
   * @throws StoreException when the server does not start
   */
  public static EmbeddedDatabase start(Path directory) {
    Path home = directory.toAbsolutePath().normalize();
    DirectoryLock lock = null;
    try {
      checkPlace(home);
      createPrivate(home);
      lock = DirectoryLock.acquire(home);
      EmbeddedDatabase database = start(home, lock);
      lock = null;
      return database;
    } catch (IOException | ExceptionInInitializerError e) {
      throw new StoreException("cannot start the database in " + home + ": " + e.getMessage(), e);
    } finally {
      release(lock);
    }
  }

  /** How to reach it. The port is another one at each start. */
  public DatabaseSettings settings() {
    return settings;
  }

  /** Stops the server; connections still open are cut. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new StoreException("cannot stop the database: " + e.getMessage(), e);
    } finally {
      release(lock);
    }
  }

  private static EmbeddedDatabase start(Path home, DirectoryLock lock) throws IOException {
    Path cluster = home.resolve("cluster");
    Path marker = home.resolve("initializing");
    OrphanedServer.stop(cluster);
    if (Files.exists(marker)) {
      // The node was killed while it made the cluster: nobody has used it yet.
      deleteTree(cluster);
    }
    if (!Files.exists(cluster)) {
      Files.write(marker, new byte[0]);
    }
    Path passwordFile = home.resolve("password");
    if (Files.exists(cluster) && !Files.exists(passwordFile)) {
      throw new IOException(passwordFile + " is missing; without it nobody can use " + cluster);
    }
    String password = password(passwordFile);
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(cluster)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setOverrideWorkingDirectory(home.resolve("binaries").toFile())
            .setPGStartupWait(START_TIMEOUT)
            .setConnectConfig("password", password)
            .setLocaleConfig("locale", "C")
            .setLocaleConfig("auth-host", "scram-sha-256")
            .setLocaleConfig("pwfile", passwordFile.toString());
    SERVER_SETTINGS.forEach(builder::setServerConfig);
    EmbeddedPostgres server = start(builder, cluster);
    Files.deleteIfExists(marker);
    return new EmbeddedDatabase(server, lock, password);
  }

  private static EmbeddedPostgres start(EmbeddedPostgres.Builder builder, Path cluster)
      throws IOException {
    try {
      return builder.start();
    } catch (IOException | RuntimeException e) {
      OrphanedServer.stop(cluster);
      throw new IOException(
          "PostgreSQL does not start; its own words are in the log. As root it needs the right to make user namespaces"
              + " (unshare -U): "
              + e.getMessage(),
          e);
    }
  }

  /** The wrapper deletes what it takes for left-overs in this place. */
  private static void checkPlace(Path home) {
    Path swept =
        Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg").toAbsolutePath().normalize();
    if (home.startsWith(swept)) {
      throw new IllegalArgumentException(
          swept + " is swept at each start; use another directory than " + home);
    }
  }

  private static String password(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] secret = new byte[24];
      new SecureRandom().nextBytes(secret);
      Path draft = file.resolveSibling("password.new");
      Files.deleteIfExists(draft);
      if (isPosix()) {
        Files.createFile(
            draft,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Files.writeString(draft, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
      Files.move(draft, file);
    }
    return Files.readString(file).strip();
  }

  private static void createPrivate(Path home) throws IOException {
    if (Files.isDirectory(home)) {
      return;
    }
    Files.createDirectories(home);
    if (isPosix()) {
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static boolean isPosix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(root)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }

  private static void release(@Nullable DirectoryLock lock) {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      throw new StoreException("cannot release the directory: " + e.getMessage(), e);
    }
  }
}
