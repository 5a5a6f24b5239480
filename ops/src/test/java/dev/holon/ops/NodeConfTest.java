package dev.holon.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The node.conf that the chart writes is one that the node reads. */
class NodeConfTest {
  @ParameterizedTest
  @MethodSource("dev.holon.ops.Chart#sizes")
  void setsOnlyWhatExists(String size) {
    Chart chart =
        Chart.render(
            size, Map.of("cluster.lease", "kubernetes", "cluster.tlsSecret", "holon-cluster"));

    for (JsonNode workload : chart.workloads()) {
      assertEquals(List.of(), unknown(NodeConf.of(chart, Chart.nameOf(workload)).config()), size);
    }
  }

  @Test
  void theSettingsOfTheComposeFileExist() {
    assertEquals(List.of(), unknown(ComposeTest.settings("node1")));
  }

  @Test
  void speaksToTheDatabaseAndListensWhereKubernetesSends() {
    Config config =
        NodeConf.of(
                Chart.render(
                    "default", Map.of("database.host", "db.example", "database.port", 6432)),
                "demo-holon-node")
            .config()
            .getConfig("holon");

    assertEquals(
        "jdbc:postgresql://db.example:6432/holon?sslmode=verify-full"
            + "&sslrootcert=/run/secrets/holon/database/ca.crt",
        config.getString("database.url"));
    assertEquals("10.0.0.7", config.getString("cluster.host"));
    assertEquals("10.0.0.7", config.getString("management.host"));
    assertEquals(8734, config.getInt("gateway.port"));
    assertEquals("http://demo-holon.ao.svc:8734", config.getString("node.public-url"));
  }

  @Test
  void whatAnOperatorAddsWins() {
    Config config =
        NodeConf.of(
                Chart.render("default", Map.of("extraConfig", "holon.node.stop-within = 7s")),
                "demo-holon-node")
            .config();

    assertEquals(7, config.getDuration("holon.node.stop-within").toSeconds());
  }

  @Test
  void aChangedSettingChangesThePods() {
    String before = checksumOf(Chart.ofSize("default"));

    String after = checksumOf(Chart.render("default", Map.of("database.host", "db.example")));

    assertTrue(!before.isEmpty() && !before.equals(after), before);
  }

  private static List<String> unknown(Config config) {
    Config known = ConfigFactory.defaultReference();
    assumeTrue(known.hasPath("holon.database"), "this build has no command \"holon node\"");
    return config.entrySet().stream()
        .map(Map.Entry::getKey)
        .filter(path -> !known.hasPathOrNull(path))
        .sorted()
        .toList();
  }

  private static String checksumOf(Chart chart) {
    return chart
        .workloads()
        .getFirst()
        .at("/spec/template/metadata/annotations/holon~1config-checksum")
        .asText();
  }
}
