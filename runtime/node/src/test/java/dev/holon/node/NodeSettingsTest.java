package dev.holon.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holon.cluster.ClusterSettings.Joining;
import dev.holon.cluster.Role;
import dev.holon.node.settlement.SettlementSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeSettingsTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("node.conf"), text);
  }

  private String keys() throws IOException {
    Path key = Files.writeString(folder.resolve("key.json"), "{}");
    return "holon.node { scheduler-key = \"" + key + "\", messenger-key = \"" + key + "\" }\n";
  }

  private StartFailure failure(String text) throws IOException {
    Path file = file(text);
    return assertThrows(StartFailure.class, () -> NodeSettings.of(NodeConfig.read(file)));
  }

  @Test
  void smallestFileGivesANodeWithAllRolesThatFindsOthersThroughItsDatabase() throws Exception {
    Path file = file(keys() + "holon.database.url = \"jdbc:postgresql://127.0.0.1:5432/holon\"");

    NodeSettings settings = NodeSettings.of(NodeConfig.read(file));

    assertEquals(
        EnumSet.complementOf(EnumSet.of(Role.SETTLEMENT)),
        settings.cluster().roles(),
        "settlement is off, so this node does not settle");
    assertEquals(new Joining.ByDatabase(), settings.cluster().joining());
    assertEquals(25_520, settings.cluster().place().port());
    assertEquals(8_734, settings.gateway().port());
    assertEquals(8_558, settings.management().port());
    assertEquals(new NodeSettings.Log("", LogFormat.text), settings.log());
    assertTrue(settings.publicUrl().isEmpty());
  }

  @Test
  void allFaultsAreToldTogetherWithTheirPaths() throws IOException {
    String message =
        String.valueOf(
            failure(
                    """
                    holon {
                      node {
                        roles = [scheduler, baker], stop-within = 1s, public-url = "ftp://x"
                        log-format = xml
                      }
                      database { url = "mysql:x", password-file = "/nowhere" }
                      cluster { port = 70000, discovery = guess, tls.enabled = on }
                      gateway { port = -1, live-page-entries = 0 }
                      messenger.gateways = ["nonsense"]
                    }
                    """)
                .getMessage());

    for (String path :
        List.of(
            "holon.node.roles: 'baker'",
            "holon.node.stop-within",
            "holon.node.public-url: 'ftp://x'",
            "holon.node.log-format",
            "holon.node.scheduler-key",
            "holon.node.messenger-key",
            "jdbcUrl",
            "holon.database.password-file",
            "holon.cluster.port",
            "holon.cluster.discovery",
            "holon.cluster.tls.key-file",
            "holon.cluster.tls.authority-file",
            "holon.gateway.port",
            "holon.gateway.live-page-entries",
            "holon.messenger.gateways")) {
      assertTrue(message.contains(path), path + " is not in: " + message);
    }
  }

  @Test
  void settlementTakesAWalletAndSomeoneToAsk() throws IOException {
    String message =
        String.valueOf(
            failure(
                    keys()
                        + """
                        holon.database.url = "jdbc:postgresql://127.0.0.1/holon"
                        holon.settlement { mode = arweave, bundle-bytes = 1 GiB, depth = 0 }
                        """)
                .getMessage());

    for (String path :
        List.of(
            "holon.settlement.mode: arweave takes holon.arweave.gateways",
            "holon.settlement.wallet-file: names no file",
            "holon.settlement.bundle-bytes",
            "holon.settlement.depth")) {
      assertTrue(message.contains(path), path + " is not in: " + message);
    }
  }

  @Test
  void nodeThatSettlesHasTheRole() throws Exception {
    Path wallet = Files.writeString(folder.resolve("wallet.json"), "{}");
    Path file =
        file(
            keys()
                + """
                holon.database.url = "jdbc:postgresql://127.0.0.1/holon"
                holon.settlement { mode = bundler, bundler = "http://127.0.0.1:1/", wallet-file = "%s" }
                """
                    .formatted(wallet));

    NodeSettings settings = NodeSettings.of(NodeConfig.read(file));

    assertEquals(EnumSet.allOf(Role.class), settings.cluster().roles());
    assertEquals(
        new SettlementSettings.Way.Bundler(URI.create("http://127.0.0.1:1"), Optional.empty()),
        settings.settlement().orElseThrow().way());
  }

  @Test
  void misspeltKeyIsNamed() throws IOException {
    String message =
        String.valueOf(
            failure(keys() + "holon.cluster { prot = 1 }\nholon.nodes = 3").getMessage());

    assertTrue(message.contains("holon.cluster.prot"), message);
    assertTrue(message.contains("holon.nodes"), message);
  }

  @Test
  void missingFileIsNamed() {
    StartFailure failure =
        assertThrows(StartFailure.class, () -> NodeConfig.read(folder.resolve("none.conf")));

    assertTrue(String.valueOf(failure.getMessage()).contains("none.conf"));
  }

  @Test
  void seedsMustBePlaces() throws IOException {
    String message =
        String.valueOf(
            failure(
                    keys()
                        + """
                        holon.database.url = "jdbc:postgresql://127.0.0.1/holon"
                        holon.cluster { discovery = seeds, seed-nodes = ["a:1", "b", "c:x"] }
                        """)
                .getMessage());

    assertTrue(message.contains("seed-nodes has b: expected host:port"), message);
    assertTrue(message.contains("seed-nodes has c:x"), message);
  }

  /** The documented keys are those that exist: what is set in the example has a default. */
  @Test
  void exampleSetsOnlyWhatExists() throws StartFailure {
    Path example = Path.of("../../ops/examples/node.conf");

    assertEquals(
        Set.of("holon"), Set.copyOf(ConfigFactory.parseFile(example.toFile()).root().keySet()));
    assertEquals(25_520, NodeConfig.read(example).getInt("holon.cluster.port"));
  }

  @Test
  void secretIsReadFromItsFileAndNotShown() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "s3cret\n");
    Path file =
        file(
            keys()
                + "holon.database { url = \"jdbc:postgresql://127.0.0.1/holon\", password-file = \""
                + password
                + "\" }");

    NodeSettings settings = NodeSettings.of(NodeConfig.read(file));

    assertEquals("s3cret", settings.database().password());
    assertTrue(!settings.toString().contains("s3cret"));
  }
}
