package dev.holon.simulation;

import dev.holon.node.keys.KeyFile;
import dev.holon.persistence.DatabaseSettings;
import dev.holon.persistence.EmbeddedDatabase;
import dev.holon.protocol.Secp256k1Wallet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Nodes in JVMs of their own over one PostgreSQL, all on this machine. */
final class TestCluster implements AutoCloseable {
  private final Path folder;
  private final EmbeddedDatabase postgres;
  private final List<NodeProcess.Starting> starting = new ArrayList<>();
  private final List<Integer> clusterPorts = new ArrayList<>();
  private final List<String> managements = new ArrayList<>();

  /** A database without nodes. */
  TestCluster(Path folder) throws IOException {
    this.folder = folder;
    this.postgres = EmbeddedDatabase.start(folder.resolve("postgres"));
    writeKey("scheduler", 1);
    writeKey("messenger", 2);
  }

  // Test keys: everybody can derive them.
  private void writeKey(String name, int fill) throws IOException {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) fill);
    KeyFile.write(folder.resolve(name + ".json"), Secp256k1Wallet.of(secret), "test key");
  }

  /** Starts nodes at the same moment and waits until all can serve. */
  List<NodeProcess> start(int count) throws IOException, InterruptedException {
    return start(Collections.nCopies(count, ""));
  }

  /** As {@link #start(int)}, one node for each of these settings, which win over the others. */
  List<NodeProcess> start(List<String> settings) throws IOException, InterruptedException {
    List<NodeProcess.Starting> these = new ArrayList<>();
    for (String more : settings) {
      int index = managements.size();
      writeConfig(index, more);
      these.add(launch(index));
    }
    List<NodeProcess> started = new ArrayList<>();
    for (NodeProcess.Starting node : these) {
      started.add(node.awaitReady());
    }
    return started;
  }

  /** Starts a node again that has ended, with the settings and places that it had. */
  NodeProcess restart(int index) throws IOException, InterruptedException {
    return launch(index).awaitReady();
  }

  private NodeProcess.Starting launch(int index) throws IOException {
    NodeProcess.Starting node = NodeProcess.launch(configOf(index), logsOf(index));
    starting.add(node);
    return node;
  }

  private Path configOf(int index) {
    return folder.resolve("node-" + (index + 1) + ".conf");
  }

  /** Where a node has its log, in the order of their start from 0. */
  Path logsOf(int index) throws IOException {
    return Files.createDirectories(folder.resolve("node-" + (index + 1)));
  }

  /** Where the next nodes will be for each other, each {@code host:port}. */
  List<String> reserve(int count) throws IOException {
    List<String> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int port = freePort();
      clusterPorts.add(port);
      places.add("127.0.0.1:" + port);
    }
    return places;
  }

  private void writeConfig(int index, String more) throws IOException {
    DatabaseSettings database = postgres.settings();
    Path password = folder.resolve("password");
    Files.writeString(password, database.password());
    if (clusterPorts.size() == index) {
      reserve(1);
    }
    int managementPort = freePort();
    String text =
        """
        include "%s"
        holon {
          node {
            scheduler-key = "%s"
            messenger-key = "%s"
            log-folder = "%s"
          }
          database { url = "%s", user = "%s", password-file = "%s", store-connections = 4, journal-connections = 4 }
          cluster.port = %d
          gateway { host = "127.0.0.1", port = %d }
          management.port = %d
        }
        %s
        """
            .formatted(
                Path.of("../ops/examples/node.conf").toAbsolutePath().normalize(),
                folder.resolve("scheduler.json"),
                folder.resolve("messenger.json"),
                logsOf(index),
                database.jdbcUrl(),
                database.user(),
                password,
                clusterPorts.get(index),
                freePort(),
                managementPort,
                more);
    managements.add("http://127.0.0.1:" + managementPort);
    Files.writeString(configOf(index), text);
  }

  /** A connection to the database, for faults that a test makes there. */
  Connection connect() throws SQLException {
    DatabaseSettings database = postgres.settings();
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }

  /** The database's server, to be ended and started again. */
  DatabaseServer database() {
    return DatabaseServer.of(folder);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Where nodes are watched, in the order of their start. */
  List<String> managementUrls() {
    return List.copyOf(managements);
  }

  /** Where nodes show their members, in the order of their start. */
  List<NodeClient> managements() {
    return managements.stream().map(NodeClient::new).toList();
  }

  /** Which node is the oldest member; the coordinators are there. */
  int oldest() throws IOException, InterruptedException {
    String address = managements().getFirst().get("/cluster/members").path("oldest").asText();
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    return clusterPorts.indexOf(port);
  }

  @Override
  public void close() {
    starting.forEach(node -> node.process().destroyForcibly());
    for (NodeProcess.Starting node : starting) {
      try {
        node.process().waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    postgres.close();
  }
}
