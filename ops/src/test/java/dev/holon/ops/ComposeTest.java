package dev.holon.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The nodes of the compose file are confined as those of the chart, and find what they need. */
class ComposeTest {
  private static final Path FOLDER = Path.of("compose");

  @Test
  void nodesAreConfinedAsOnKubernetes() throws IOException {
    for (JsonNode node : nodes()) {
      assertEquals("10001:10001", node.path("user").asText());
      assertTrue(node.path("read_only").asBoolean());
      assertEquals("[\"ALL\"]", node.path("cap_drop").toString());
      assertEquals("[\"no-new-privileges:true\"]", node.path("security_opt").toString());
      assertFalse(node.path("image").asText().endsWith(":latest"));
    }
    assertEquals(3, nodes().size());
  }

  @Test
  void everyFileThatTheSettingsNameIsMounted() throws IOException {
    Config holon = settings("node1").getConfig("holon");
    Set<String> wanted =
        Set.of(
            holon.getString("node.scheduler-key"),
            holon.getString("node.messenger-key"),
            holon.getString("database.password-file"));

    for (JsonNode node : nodes()) {
      Set<String> mounted = new TreeSet<>();
      node.path("volumes").forEach(volume -> mounted.add(volume.asText().split(":")[1]));
      assertTrue(mounted.containsAll(wanted), mounted::toString);
      assertTrue(mounted.contains("/etc/holon/node.conf"), mounted::toString);
    }
  }

  @Test
  void nodesHaveTimeToEndInOrder() throws IOException {
    Duration stop = settings("node1").getDuration("holon.node.stop-within");

    for (JsonNode node : nodes()) {
      String grace = node.path("stop_grace_period").asText();
      assertTrue(Long.parseLong(grace.replace("s", "")) > stop.toSeconds(), grace);
    }
  }

  @Test
  void eachNodeIsReachedAtItsOwnName() throws IOException {
    JsonNode services =
        Chart.YAML.readTree(FOLDER.resolve("compose.yaml").toFile()).path("services");

    services
        .properties()
        .forEach(
            service -> {
              JsonNode host = service.getValue().at("/environment/HOLON_HOST");
              if (!host.isMissingNode()) {
                assertEquals(service.getKey(), host.asText());
                assertEquals(
                    host.asText(), settings(host.asText()).getString("holon.cluster.host"));
              }
            });
  }

  static Config settings(String host) {
    return ConfigFactory.parseFile(FOLDER.resolve("node.conf").toFile())
        .resolveWith(ConfigFactory.parseMap(Map.of("HOLON_HOST", host)));
  }

  private static List<JsonNode> nodes() throws IOException {
    JsonNode compose = Chart.YAML.readTree(FOLDER.resolve("compose.yaml").toFile());
    List<JsonNode> nodes = new ArrayList<>();
    for (JsonNode service : compose.path("services")) {
      if (service.has("<<")) {
        // YAML's merge key, which this reader leaves as it stands.
        ObjectNode whole = compose.path("x-node").deepCopy();
        service.properties().forEach(own -> whole.set(own.getKey(), own.getValue()));
        nodes.add(whole);
      }
    }
    return nodes;
  }
}
