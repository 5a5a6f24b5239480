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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Nodes in JVMs of their own over one PostgreSQL, all on this machine. */
final class TestCluster implements AutoCloseable {
  private final Path folder;
  private final EmbeddedDatabase postgres;
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final List<NodeProcess.Starting> starting = new ArrayList<>();
  private final List<Integer> clusterPorts = new ArrayList<>();
  private final List<NodeClient> managements = new ArrayList<>();
  private int nextNumber = 1;

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
    List<NodeProcess.Starting> these = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = nextNumber++;
      Path logs = Files.createDirectories(folder.resolve("node-" + number));
      these.add(NodeProcess.launch(writeConfig(number, logs), logs));
    }
    starting.addAll(these);
    List<NodeProcess> started = new ArrayList<>();
    for (NodeProcess.Starting node : these) {
      started.add(node.awaitReady());
    }
    nodes.addAll(started);
    return started;
  }

  private Path writeConfig(int number, Path logs) throws IOException {
    DatabaseSettings database = postgres.settings();
    Path password = folder.resolve("password");
    Files.writeString(password, database.password());
    int clusterPort = freePort();
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
        """
            .formatted(
                Path.of("../ops/examples/node.conf").toAbsolutePath().normalize(),
                folder.resolve("scheduler.json"),
                folder.resolve("messenger.json"),
                logs,
                database.jdbcUrl(),
                database.user(),
                password,
                clusterPort,
                freePort(),
                managementPort);
    clusterPorts.add(clusterPort);
    managements.add(new NodeClient("http://127.0.0.1:" + managementPort));
    return Files.writeString(folder.resolve("node-" + number + ".conf"), text);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Where nodes show their members, in the order of their start. */
  List<NodeClient> managements() {
    return List.copyOf(managements);
  }

  /** Which node is the oldest member; the coordinators are there. */
  int oldest() throws IOException, InterruptedException {
    String address = managements.getFirst().get("/cluster/members").path("oldest").asText();
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
