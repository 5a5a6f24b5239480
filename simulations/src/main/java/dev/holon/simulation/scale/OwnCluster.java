package dev.holon.simulation.scale;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holon.persistence.DatabaseSettings;
import dev.holon.persistence.EmbeddedDatabase;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Wallet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A database and the nodes over it, all on loopback. Its folder can be used again. */
final class OwnCluster implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final String heap;
  private final String moreSettings;
  private final EmbeddedDatabase postgres;
  private final Wallet scheduler;
  private final List<NodeJvm> nodes = new ArrayList<>();
  private int startedCount;

  /**
   * Starts the database; the nodes come with {@link #add}.
   *
   * @param heap of each node, such as {@code 4g}
   * @param moreSettings HOCON for each node
   */
  OwnCluster(Path folder, String heap, String moreSettings) throws IOException {
    this.folder = Files.createDirectories(folder).toAbsolutePath();
    this.heap = heap;
    this.moreSettings = moreSettings;
    this.scheduler = keyIn("scheduler.json");
    keyIn("messenger.json");
    this.postgres = EmbeddedDatabase.start(this.folder.resolve("postgres"));
  }

  private Wallet keyIn(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      byte[] secret = Secp256k1Wallet.generate(new SecureRandom()).toSecret();
      Map<String, String> key =
          Map.of(
              "kty", "EC",
              "crv", "secp256k1",
              "d", Base64.getUrlEncoder().withoutPadding().encodeToString(secret),
              "note", "test key");
      JSON.writeValue(file.toFile(), key);
    }
    String secret = JSON.readTree(file.toFile()).path("d").asText();
    return Secp256k1Wallet.of(Base64.getUrlDecoder().decode(secret));
  }

  DatabaseSettings database() {
    return postgres.settings();
  }

  /** The key that signs for all nodes; a test key. */
  Wallet scheduler() {
    return scheduler;
  }

  List<NodeJvm> nodes() {
    return List.copyOf(nodes);
  }

  /** Starts another node and does not wait for it. */
  NodeJvm add() throws IOException {
    int number = startedCount++;
    int port = freePort();
    Path config = folder.resolve("node-" + number + ".conf");
    Files.writeString(config, settings(port));
    Path libraries =
        Path.of(System.getProperty("holon.home", "."), "runtime", "node", "target", "lib");
    NodeJvm node =
        NodeJvm.start(
            new NodeJvm.Launch(
                libraries + "/*", heap, config, folder.resolve("node-" + number + ".out")),
            "http://127.0.0.1:" + port);
    nodes.add(node);
    return node;
  }

  private String settings(int port) throws IOException {
    DatabaseSettings database = database();
    Path password = folder.resolve("password");
    Files.writeString(password, database.password());
    return """
        # A node that is measured. The keys are test keys.
        holon {
          node { scheduler-key = "%1$s/scheduler.json", messenger-key = "%1$s/messenger.json" }
          database { url = "%2$s", user = "%3$s", password-file = "%4$s" }
          cluster { host = "127.0.0.1", port = %5$d }
          gateway { host = "127.0.0.1", port = %6$d }
          management.port = 0
        }
        %7$s
        """
        .formatted(
            folder, database.jdbcUrl(), database.user(), password, freePort(), port, moreSettings);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Ends a node in order. */
  void remove(NodeJvm node) throws InterruptedException {
    node.stop();
    nodes.remove(node);
  }

  /** Processor time of the database server so far. */
  double databaseCpuSeconds() throws IOException {
    Path pid = folder.resolve("postgres").resolve("cluster").resolve("postmaster.pid");
    return ProcessorTime.ofTreeSeconds(Long.parseLong(Files.readAllLines(pid).getFirst().strip()));
  }

  @Override
  public void close() {
    try {
      for (NodeJvm node : nodes()) {
        remove(node);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      postgres.close();
    }
  }
}
