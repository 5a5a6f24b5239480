package dev.holon.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The objects that Helm makes of the chart and some values. */
record Chart(List<JsonNode> objects) {
  static final Path FOLDER = Path.of("helm", "holon");
  static final String RELEASE = "demo";
  static final String NAMESPACE = "ao";

  /** The oldest Kubernetes that the chart takes. */
  private static final String KUBERNETES = "1.30.0";

  static final YAMLMapper YAML = new YAMLMapper();

  /** The sizes that the chart has values for; "default" are the chart's own. */
  static Stream<String> sizes() {
    return Stream.of("default", "small", "medium", "large");
  }

  static Chart ofSize(String size) {
    return render(size, Map.of());
  }

  /**
   * Renders the chart for one size.
   *
   * @param settings values by their path, as with Helm's option --set
   * @throws IllegalStateException with Helm's message, when it refuses
   */
  static Chart render(String size, Map<String, Object> settings) {
    TemplateCommand command =
        new Helm(FOLDER)
            .template()
            .withName(RELEASE)
            .withNamespace(NAMESPACE)
            .withKubeVersion(KUBERNETES);
    if (!size.equals("default")) {
      command.withValuesFile(FOLDER.resolve("values-" + size + ".yaml"));
    }
    settings.forEach(command::set);
    return new Chart(parse(command.call()));
  }

  private static List<JsonNode> parse(String documents) {
    List<JsonNode> objects = new ArrayList<>();
    try (MappingIterator<JsonNode> values = YAML.readerFor(JsonNode.class).readValues(documents)) {
      values.forEachRemaining(
          value -> {
            if (value.isObject()) {
              objects.add(value);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return objects;
  }

  List<JsonNode> ofKind(String kind) {
    return objects.stream().filter(object -> object.path("kind").asText().equals(kind)).toList();
  }

  /** The Deployments, at least one. */
  List<JsonNode> workloads() {
    List<JsonNode> workloads = ofKind("Deployment");
    if (workloads.isEmpty()) {
      throw new AssertionError("the chart has no Deployment");
    }
    return workloads;
  }

  /** The one object of this kind and name. */
  JsonNode get(String kind, String name) {
    return ofKind(kind).stream()
        .filter(object -> nameOf(object).equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the chart has no " + kind + " " + name));
  }

  static String nameOf(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  static JsonNode podOf(JsonNode deployment) {
    return deployment.at("/spec/template/spec");
  }

  static JsonNode containerOf(JsonNode deployment) {
    return podOf(deployment).at("/containers/0");
  }

  static Map<String, String> labelsOfPods(JsonNode deployment) {
    return strings(deployment.at("/spec/template/metadata/labels"));
  }

  /** Whether a label selector of matchLabels only takes these labels. */
  static boolean selects(JsonNode matchLabels, Map<String, String> labels) {
    Map<String, String> wanted = strings(matchLabels);
    return !wanted.isEmpty() && labels.entrySet().containsAll(wanted.entrySet());
  }

  private static Map<String, String> strings(JsonNode object) {
    Map<String, String> strings = new TreeMap<>();
    object.properties().forEach(entry -> strings.put(entry.getKey(), entry.getValue().asText()));
    return strings;
  }
}
