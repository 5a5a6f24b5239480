package dev.holon.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.coreos.monitoring.models.V1PrometheusRule;
import com.coreos.monitoring.models.V1ServiceMonitor;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the chart makes are objects of Kubernetes: no field it does not know, none missing, each of
 * the right type, by the classes generated from its OpenAPI description.
 */
class ChartObjectsTest {
  private static final Map<String, Class<?>> TYPES =
      Map.ofEntries(
          Map.entry("v1 ConfigMap", V1ConfigMap.class),
          Map.entry("v1 Service", V1Service.class),
          Map.entry("v1 ServiceAccount", V1ServiceAccount.class),
          Map.entry("apps/v1 Deployment", V1Deployment.class),
          Map.entry("autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class),
          Map.entry("networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class),
          Map.entry("policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class),
          Map.entry("rbac.authorization.k8s.io/v1 Role", V1Role.class),
          Map.entry("rbac.authorization.k8s.io/v1 RoleBinding", V1RoleBinding.class),
          Map.entry("monitoring.coreos.com/v1 ServiceMonitor", V1ServiceMonitor.class),
          Map.entry("monitoring.coreos.com/v1 PrometheusRule", V1PrometheusRule.class));

  /** All that is off by default, on. */
  private static final Map<String, Object> EVERYTHING =
      Map.of(
          "metrics.serviceMonitor.enabled", true,
          "cluster.lease", "kubernetes",
          "cluster.tlsSecret", "holon-cluster",
          "javaOptions", "-XX:MaxRAMPercentage=70",
          "priorityClassName", "important",
          "image.pullSecrets[0]", "registry",
          "networkPolicy.database[0].ipBlock.cidr", "10.1.2.3/32",
          "networkPolicy.prometheus[0].podSelector.matchLabels.app", "prometheus");

  @ParameterizedTest
  @MethodSource("dev.holon.ops.Chart#sizes")
  void everyObjectIsOneThatKubernetesKnows(String size) throws IOException {
    Chart chart = Chart.render(size, EVERYTHING);

    for (JsonNode object : chart.objects()) {
      check(object);
    }
    assertTrue(
        chart.objects().stream().map(ChartObjectsTest::typeOf).collect(Collectors.toSet()).size()
            >= 8);
  }

  @ParameterizedTest
  @MethodSource("dev.holon.ops.Chart#sizes")
  void namesAreUniqueAndEverythingIsInTheReleasesNamespace(String size) {
    Chart chart = Chart.ofSize(size);
    Set<String> names = new TreeSet<>();

    for (JsonNode object : chart.objects()) {
      assertTrue(names.add(typeOf(object) + " " + Chart.nameOf(object)), object::toString);
      assertEquals(Chart.NAMESPACE, object.at("/metadata/namespace").asText(), object::toString);
    }
  }

  @Test
  void anUnknownFieldIsNoticed() {
    JsonNode deployment = Chart.ofSize("default").ofKind("Deployment").getFirst().deepCopy();
    ((ObjectNode) Chart.containerOf(deployment)).put("readonlyRootFilesystem", true);

    String message =
        assertThrows(IllegalArgumentException.class, () -> check(deployment)).getMessage();

    assertTrue(message.contains("readonlyRootFilesystem"), message);
  }

  @Test
  void anUnknownFieldOfACustomResourceIsNoticed() {
    JsonNode monitor =
        Chart.render("default", Map.of("metrics.serviceMonitor.enabled", true))
            .ofKind("ServiceMonitor")
            .getFirst();
    ((ObjectNode) monitor.at("/spec/endpoints/0")).put("intervall", "15s");

    assertThrows(AssertionError.class, () -> check(monitor));
  }

  private static String typeOf(JsonNode object) {
    return object.path("apiVersion").asText() + " " + object.path("kind").asText();
  }

  private static void check(JsonNode object) throws IOException {
    Class<?> type = TYPES.get(typeOf(object));
    assertTrue(type != null, () -> "no model for " + typeOf(object));
    JsonElement json = JsonParser.parseString(object.toString());
    if (type.getName().startsWith("io.kubernetes.")) {
      validate(type, json);
    }
    // What the type cannot hold is lost on the way there and back.
    JsonElement back = JSON.getGson().toJsonTree(JSON.getGson().fromJson(json, type));
    assertEquals(withoutEmpty(json), withoutEmpty(back));
  }

  /** The same without empty lists and objects, which the models add where there was nothing. */
  private static JsonElement withoutEmpty(JsonElement element) {
    if (element instanceof JsonObject object) {
      JsonObject full = new JsonObject();
      object.entrySet().stream()
          .filter(member -> !isEmpty(withoutEmpty(member.getValue())))
          .forEach(member -> full.add(member.getKey(), withoutEmpty(member.getValue())));
      return full;
    }
    if (element instanceof JsonArray array) {
      JsonArray full = new JsonArray();
      array.forEach(item -> full.add(withoutEmpty(item)));
      return full;
    }
    return element;
  }

  private static boolean isEmpty(JsonElement element) {
    return element instanceof JsonObject object && object.isEmpty()
        || element instanceof JsonArray array && array.isEmpty();
  }

  private static void validate(Class<?> type, JsonElement json) throws IOException {
    try {
      type.getMethod("validateJsonElement", JsonElement.class).invoke(null, json);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refusal) {
        throw refusal;
      }
      throw new IOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IOException(e);
    }
  }
}
