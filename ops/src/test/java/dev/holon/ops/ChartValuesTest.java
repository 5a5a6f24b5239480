package dev.holon.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values: their checks, their documentation, and what the sizes add up to. */
class ChartValuesTest {
  private static final Path VALUES = Chart.FOLDER.resolve("values.yaml");

  @ParameterizedTest
  @MethodSource("dev.holon.ops.Chart#sizes")
  void helmFindsNothingToSayAgainstTheChart(String size, @TempDir Path folder) throws IOException {
    // Lint looks at the chart's own values only, so a size's are made those.
    Path copy = folder.resolve("holon");
    copyOfChart(copy);
    if (!size.equals("default")) {
      JsonNode values = Chart.YAML.readTree(VALUES.toFile());
      merge((ObjectNode) values, Chart.YAML.readTree(fileOf(size).toFile()));
      Files.writeString(copy.resolve("values.yaml"), Chart.YAML.writeValueAsString(values));
    }

    LintResult result = new Helm(copy).lint().strict().call();

    assertFalse(result.isFailed(), () -> String.join("\n", result.getMessages()));
  }

  @ParameterizedTest
  @CsvSource({
    "image.tag, latest",
    "image.digest, sha256:12",
    "workloads.node.replicas, 0",
    "workloads.node.replicas, many",
    "workloads.node.roles[0], miner",
    "workloads.node.resources.cpu, 500m",
    "workloads.node.resources.memory, lots",
    "workloads.node.autoscaling.cpuPercent, 101",
    "database.port, 65536",
    "database.sslMode, maybe",
    "database.passwordSecret.name, Not A Name",
    "keys.secret, ''",
    "shutdown.drainSeconds, 5",
    "networkPolicy.dns, none",
    "topologySpread[0].whenUnsatisfiable, Never"
  })
  void aBadValueIsRefusedByItsName(String path, String value) {
    String message = refusal(path, value);

    for (String part : path.split("[.\\[\\]]+")) {
      assertTrue(message.contains(part), message);
    }
  }

  @ParameterizedTest
  @CsvSource({"replica, 3", "database.pasword, x", "workloads.node.role, gateway"})
  void anUnknownKeyIsRefusedByItsName(String path, String value) {
    String message = refusal(path, value);

    assertTrue(message.contains(path.substring(path.lastIndexOf('.') + 1)), message);
  }

  @Test
  void aRoleThatNobodyHasIsMissed() {
    assertTrue(
        refusal("workloads.node.enabled", "false")
            .contains("no enabled one has the role scheduler"));
  }

  @Test
  void theDatabasesCertificateIsMissedWhereItMustBeChecked() {
    assertTrue(refusal("database.caSecret.name", "").contains("database.caSecret.name is empty"));
  }

  @Test
  void scalingBoundsInTheWrongOrderAreRefused() {
    Map<String, Object> settings =
        Map.of(
            "workloads.node.autoscaling.enabled", "true",
            "workloads.node.autoscaling.minReplicas", "9");

    String message =
        assertThrows(IllegalStateException.class, () -> Chart.render("default", settings))
            .getMessage();

    assertTrue(message.contains("minReplicas is 9, more than maxReplicas, 6"), message);
  }

  @Test
  void theAlertsOfThisFolderAreTheChartsRules() throws IOException {
    Path alerts = Path.of("prometheus", "alerts.yaml");
    if (!Files.exists(Chart.FOLDER.resolve("files/alerts.yaml"))) {
      assertFalse(Files.exists(alerts), "the chart lacks files/alerts.yaml");
      assertTrue(
          refusal("metrics.prometheusRule.enabled", "true").contains("no files/alerts.yaml"));
      return;
    }

    Chart chart = Chart.render("default", Map.of("metrics.prometheusRule.enabled", true));

    assertEquals(
        Chart.YAML.readTree(alerts.toFile()),
        chart.get("PrometheusRule", "demo-holon").get("spec"));
  }

  @Test
  void everyValueIsExplained() throws IOException {
    List<String> lines = Files.readAllLines(VALUES);
    List<String> unexplained = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).matches(" *[A-Za-z]+: .+") && !isExplained(lines, i)) {
        unexplained.add(lines.get(i));
      }
    }

    assertEquals(List.of(), unexplained);
  }

  @Test
  void theSchemaNamesTheValuesThereAreAndNoOthers() throws IOException {
    ObjectNode schema =
        (ObjectNode) Chart.YAML.readTree(Chart.FOLDER.resolve("values.schema.json").toFile());
    // Helm's own, for charts inside charts.
    ((ObjectNode) schema.path("properties")).remove("global");

    assertSameKeys("", schema, Chart.YAML.readTree(VALUES.toFile()));
    assertSameKeys(
        "workloads.node",
        schema.at("/definitions/workload"),
        Chart.YAML.readTree(VALUES.toFile()).at("/workloads/node"));
  }

  @ParameterizedTest
  @CsvSource({"small", "medium", "large"})
  void theSizesFilesSayWhatTheyAskFor(String size) throws IOException {
    Chart chart = Chart.ofSize(size);
    long cores = 0;
    long coresMax = 0;
    long gibibytes = 0;
    long gibibytesMax = 0;
    for (JsonNode workload : chart.workloads()) {
      JsonNode asked = Chart.containerOf(workload).at("/resources/requests");
      JsonNode scaler =
          chart.ofKind("HorizontalPodAutoscaler").stream()
              .filter(one -> Chart.nameOf(one).equals(Chart.nameOf(workload)))
              .findFirst()
              .orElse(Chart.YAML.createObjectNode());
      long pods = workload.at("/spec/replicas").asLong(scaler.at("/spec/minReplicas").asLong());
      long podsMax = scaler.at("/spec/maxReplicas").asLong(pods);
      long memory = Long.parseLong(asked.path("memory").asText().replace("Gi", ""));
      cores += pods * asked.path("cpu").asLong();
      coresMax += podsMax * asked.path("cpu").asLong();
      gibibytes += pods * memory;
      gibibytesMax += podsMax * memory;
    }

    String head = Files.readString(fileOf(size)).replace("\n# ", " ");
    String least = cores + " cores and " + gibibytes + " GiB";
    String most = coresMax + " cores and " + gibibytesMax + " GiB at the most";
    assertTrue(head.contains(least), least);
    assertTrue(cores == coresMax || head.contains(most), most);
  }

  // By the comment right above it, or above the keys or the block that it continues.
  private static boolean isExplained(List<String> lines, int at) {
    for (int i = at - 1; i >= 0 && !lines.get(i).isBlank(); i--) {
      if (lines.get(i).strip().startsWith("#")) {
        return true;
      }
    }
    return false;
  }

  private static void assertSameKeys(String path, JsonNode schema, JsonNode values) {
    if (!schema.has("properties")) {
      return;
    }
    Set<String> known = new TreeSet<>();
    schema.path("properties").fieldNames().forEachRemaining(known::add);
    Set<String> present = new TreeSet<>();
    values.fieldNames().forEachRemaining(present::add);
    assertEquals(known, present, path);
    for (String key : known) {
      assertSameKeys(path + "." + key, schema.path("properties").path(key), values.path(key));
    }
  }

  private static String refusal(String path, String value) {
    return String.valueOf(
        assertThrows(
                IllegalStateException.class, () -> Chart.render("default", Map.of(path, value)))
            .getMessage());
  }

  private static Path fileOf(String size) {
    return Chart.FOLDER.resolve("values-" + size + ".yaml");
  }

  private static void copyOfChart(Path target) throws IOException {
    try (Stream<Path> files = Files.walk(Chart.FOLDER)) {
      for (Path file : files.toList()) {
        Path copy = target.resolve(Chart.FOLDER.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  private static void merge(ObjectNode values, JsonNode over) {
    over.properties()
        .forEach(
            member -> {
              JsonNode present = values.get(member.getKey());
              if (present instanceof ObjectNode object && member.getValue().isObject()) {
                merge(object, member.getValue());
              } else {
                values.set(member.getKey(), member.getValue());
              }
            });
  }
}
