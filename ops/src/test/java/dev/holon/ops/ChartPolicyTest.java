package dev.holon.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for every workload of every size. */
class ChartPolicyTest {
  private static final int HTTP = 8734;
  private static final int ARTERY = 25520;
  private static final int MANAGEMENT = 8558;

  @ParameterizedTest
  @MethodSource("dev.holon.ops.Chart#sizes")
  void podsAreRestricted(String size) {
    for (JsonNode deployment : Chart.ofSize(size).workloads()) {
      JsonNode pod = Chart.podOf(deployment);
      JsonNode container = Chart.containerOf(deployment);

      // Pod Security Standards, "restricted".
      assertTrue(pod.at("/securityContext/runAsNonRoot").asBoolean());
      assertEquals(10001, pod.at("/securityContext/runAsUser").asInt());
      assertEquals("RuntimeDefault", pod.at("/securityContext/seccompProfile/type").asText());
      assertFalse(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true));
      assertEquals("ALL", container.at("/securityContext/capabilities/drop/0").asText());
      assertTrue(container.at("/securityContext/capabilities/add").isMissingNode());
      assertTrue(container.at("/securityContext/readOnlyRootFilesystem").asBoolean());
      for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
        assertFalse(pod.path(shared).asBoolean());
      }
      for (JsonNode volume : pod.path("volumes")) {
        assertTrue(volume.path("hostPath").isMissingNode());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.holon.ops.Chart#sizes")
  void podsCannotSpeakToKubernetes(String size) {
    Chart chart = Chart.ofSize(size);

    for (JsonNode deployment : chart.workloads()) {
      assertFalse(Chart.podOf(deployment).path("automountServiceAccountToken").asBoolean(true));
    }
    for (String kind : List.of("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding")) {
      assertEquals(List.of(), chart.ofKind(kind));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.holon.ops.Chart#sizes")
  void imagesAreNamedByVersionAndResourcesAreSet(String size) {
    for (JsonNode deployment : Chart.ofSize(size).workloads()) {
      JsonNode container = Chart.containerOf(deployment);
      String image = container.path("image").asText();
      JsonNode resources = container.path("resources");

      assertTrue(image.matches(".+:[^:/]+") && !image.endsWith(":latest"), image);
      for (String resource : List.of("cpu", "memory", "ephemeral-storage")) {
        assertFalse(resources.path("requests").path(resource).asText().isEmpty(), resource);
      }
      assertEquals(
          resources.at("/requests/memory").asText(), resources.at("/limits/memory").asText());
      // Throttling looks like a dead node to the others.
      assertTrue(resources.at("/limits/cpu").isMissingNode());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.holon.ops.Chart#sizes")
  void probesAskTheRoutesThatTheNodeHas(String size) {
    Chart chart = Chart.ofSize(size);

    for (JsonNode deployment : chart.workloads()) {
      JsonNode container = Chart.containerOf(deployment);
      Map<String, String> places = new TreeMap<>();
      for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
        JsonNode get = container.path(probe).path("httpGet");
        places.put(probe, portOf(container, get.path("port").asText()) + get.path("path").asText());
      }

      int port = rolesOf(chart, deployment).contains("gateway") ? HTTP : MANAGEMENT;
      String live = port + "/health/live";
      String ready = port + "/health/ready";
      assertEquals(
          Map.of("startupProbe", live, "livenessProbe", live, "readinessProbe", ready), places);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.holon.ops.Chart#sizes")
  void aPodHasTimeToLeaveInOrder(String size) {
    Chart chart = Chart.ofSize(size);

    for (JsonNode deployment : chart.workloads()) {
      int sleep = Chart.containerOf(deployment).at("/lifecycle/preStop/sleep/seconds").asInt();
      int grace = Chart.podOf(deployment).path("terminationGracePeriodSeconds").asInt();
      Duration drain =
          NodeConf.of(chart, Chart.nameOf(deployment))
              .config()
              .getDuration("holon.node.stop-within");

      assertTrue(sleep > 0);
      assertTrue(grace >= sleep + drain.toSeconds() + 5, () -> grace + " s");
      assertTrue(grace >= 45, () -> grace + " s");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.holon.ops.Chart#sizes")
  void podsAreReplacedOneAtATime(String size) {
    for (JsonNode deployment : Chart.ofSize(size).workloads()) {
      JsonNode update = deployment.at("/spec/strategy/rollingUpdate");

      assertEquals(0, update.path("maxUnavailable").asInt(-1));
      assertEquals(1, update.path("maxSurge").asInt(-1));
      assertTrue(
          deployment.at("/spec/template/metadata/annotations/holon~1config-checksum").isTextual());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.holon.ops.Chart#sizes")
  void everyWorkloadHasItsOwnBudgetAndSpread(String size) {
    Chart chart = Chart.ofSize(size);

    for (JsonNode deployment : chart.workloads()) {
      Map<String, String> labels = Chart.labelsOfPods(deployment);
      List<JsonNode> budgets =
          chart.ofKind("PodDisruptionBudget").stream()
              .filter(budget -> Chart.selects(budget.at("/spec/selector/matchLabels"), labels))
              .toList();

      // Two budgets for one pod make Kubernetes refuse its eviction.
      assertEquals(1, budgets.size());
      assertEquals(1, budgets.getFirst().at("/spec/maxUnavailable").asInt());
      JsonNode spread = Chart.podOf(deployment).path("topologySpreadConstraints");
      assertEquals(2, spread.size());
      for (JsonNode constraint : spread) {
        assertTrue(Chart.selects(constraint.at("/labelSelector/matchLabels"), labels));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.holon.ops.Chart#sizes")
  void selectorsOfDeploymentsTakeTheirOwnPodsOnly(String size) {
    List<JsonNode> deployments = Chart.ofSize(size).workloads();

    for (JsonNode selecting : deployments) {
      for (JsonNode selected : deployments) {
        assertEquals(
            selecting == selected,
            Chart.selects(
                selecting.at("/spec/selector/matchLabels"), Chart.labelsOfPods(selected)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.holon.ops.Chart#sizes")
  void theServiceSelectsTheGatewaysOnly(String size) {
    Chart chart = Chart.ofSize(size);
    JsonNode selector = chart.get("Service", "demo-holon").at("/spec/selector");

    for (JsonNode deployment : chart.workloads()) {
      assertEquals(
          rolesOf(chart, deployment).contains("gateway"),
          Chart.selects(selector, Chart.labelsOfPods(deployment)));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.holon.ops.Chart#sizes")
  void clientsReachTheGatewaysPortAndNodesReachEachOther(String size) {
    Chart chart = Chart.ofSize(size);

    for (JsonNode deployment : chart.workloads()) {
      Map<Integer, List<String>> ports = new TreeMap<>();
      for (JsonNode policy : policiesOf(chart, deployment)) {
        for (JsonNode rule : policy.at("/spec/ingress")) {
          assertFalse(rule.path("from").isEmpty(), "a rule without from lets everybody in");
          for (JsonNode port : rule.path("ports")) {
            ports
                .computeIfAbsent(
                    portOf(Chart.containerOf(deployment), port.path("port").asText()),
                    key -> new ArrayList<>())
                .add(
                    rule.at("/from/0/podSelector/matchLabels").isEmpty() ? "clients" : "the nodes");
          }
        }
      }

      List<String> nodes = List.of("the nodes");
      assertEquals(
          rolesOf(chart, deployment).contains("gateway")
              ? Map.of(HTTP, List.of("clients"), ARTERY, nodes, MANAGEMENT, nodes)
              : Map.of(ARTERY, nodes, MANAGEMENT, nodes),
          ports);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.holon.ops.Chart#sizes")
  void nodesReachEachOtherNamesTheDatabaseAndPublicAddressesOnly(String size) {
    Chart chart = Chart.ofSize(size);

    for (JsonNode deployment : chart.workloads()) {
      Set<String> ports = new TreeSet<>();
      for (JsonNode policy : policiesOf(chart, deployment)) {
        for (JsonNode rule : policy.at("/spec/egress")) {
          assertFalse(rule.path("ports").isEmpty(), "a rule without ports opens all");
          rule.path("ports").forEach(port -> ports.add(port.path("port").asText()));
          if (rule.at("/ports/0/port").asInt() == 443) {
            assertTrue(rule.at("/to/0/ipBlock/except").toString().contains("169.254.0.0/16"));
          }
        }
      }

      assertEquals(Set.of("artery", "management", "53", "5432", "443"), ports);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.holon.ops.Chart#sizes")
  void secretsAreFilesThatOnlyTheNodesGroupReads(String size) {
    Chart chart = Chart.ofSize(size);

    assertEquals(List.of(), chart.ofKind("Secret"));
    for (JsonNode deployment : chart.workloads()) {
      JsonNode pod = Chart.podOf(deployment);
      JsonNode container = Chart.containerOf(deployment);
      assertTrue(container.path("envFrom").isMissingNode());
      for (JsonNode variable : container.path("env")) {
        assertTrue(variable.at("/valueFrom/secretKeyRef").isMissingNode(), variable::toString);
      }
      for (JsonNode volume : pod.path("volumes")) {
        for (String source : List.of("secret", "projected")) {
          if (volume.has(source)) {
            assertEquals(0440, volume.path(source).path("defaultMode").asInt());
          }
        }
      }
      for (JsonNode mount : container.path("volumeMounts")) {
        boolean isTmp = mount.path("mountPath").asText().equals("/tmp");
        assertEquals(!isTmp, mount.path("readOnly").asBoolean(), mount::toString);
      }
    }
  }

  @Test
  void theLeaseOfKubernetesBringsATokenForLeasesAndNothingElse() {
    Chart chart = Chart.render("default", Map.of("cluster.lease", "kubernetes"));

    JsonNode pod = Chart.podOf(chart.workloads().getFirst());
    JsonNode binding = chart.get("RoleBinding", "demo-holon-lease");
    JsonNode rules = chart.get("Role", binding.at("/roleRef/name").asText()).path("rules");

    assertTrue(pod.path("automountServiceAccountToken").asBoolean());
    assertEquals(pod.path("serviceAccountName").asText(), binding.at("/subjects/0/name").asText());
    assertEquals(
        "[{\"apiGroups\":[\"coordination.k8s.io\"],\"resources\":[\"leases\"],"
            + "\"verbs\":[\"get\",\"create\",\"update\"]}]",
        rules.toString());
  }

  @Test
  void theKeysOfTheTransportAreMountedWhereTheNodeReadsThem() {
    Chart chart = Chart.render("default", Map.of("cluster.tlsSecret", "holon-cluster"));

    Config tls = NodeConf.of(chart, "demo-holon-node").config().getConfig("holon.cluster.tls");
    JsonNode container = Chart.containerOf(chart.workloads().getFirst());

    assertTrue(tls.getBoolean("enabled"));
    assertEquals(
        Path.of(tls.getString("key-file")).getParent().toString(), mountOf(container, "cluster"));
  }

  @Test
  void computeScalesWithoutAFixedNumberOfPods() {
    Chart chart = Chart.ofSize("medium");

    JsonNode scaler = chart.get("HorizontalPodAutoscaler", "demo-holon-compute");
    JsonNode scaled = chart.get("Deployment", scaler.at("/spec/scaleTargetRef/name").asText());

    assertTrue(scaled.at("/spec/replicas").isMissingNode(), "an upgrade would undo the scaling");
    assertEquals(Set.of("compute"), rolesOf(chart, scaled));
  }

  @Test
  void prometheusFindsEveryNodeOnce() {
    Chart chart = Chart.render("medium", Map.of("metrics.serviceMonitor.enabled", true));
    JsonNode wanted = chart.ofKind("ServiceMonitor").getFirst().at("/spec/selector/matchLabels");

    List<JsonNode> services =
        chart.ofKind("Service").stream()
            .filter(service -> wanted.equals(selectable(service, wanted)))
            .toList();

    assertEquals(List.of("demo-holon-metrics"), services.stream().map(Chart::nameOf).toList());
    JsonNode endpoint = chart.ofKind("ServiceMonitor").getFirst().at("/spec/endpoints/0");
    JsonNode port = services.getFirst().at("/spec/ports/0");
    assertEquals("/metrics", endpoint.path("path").asText());
    assertEquals(endpoint.path("port"), port.path("name"));
    for (JsonNode deployment : chart.workloads()) {
      assertTrue(
          Chart.selects(services.getFirst().at("/spec/selector"), Chart.labelsOfPods(deployment)));
      // The clients' port is closed on nodes without the role gateway.
      assertEquals(
          MANAGEMENT,
          portOf(Chart.containerOf(deployment), port.path("targetPort").asText()),
          Chart.nameOf(deployment));
    }
  }

  @Test
  void prometheusReachesTheManagementPortOfAllNodesAndNoOther() {
    Chart chart =
        Chart.render(
            "medium", Map.of("networkPolicy.prometheus[0].podSelector.matchLabels.app", "prom"));

    for (JsonNode deployment : chart.workloads()) {
      List<String> ports = new ArrayList<>();
      for (JsonNode policy : policiesOf(chart, deployment)) {
        for (JsonNode rule : policy.at("/spec/ingress")) {
          if (rule.at("/from/0/podSelector/matchLabels/app").asText().equals("prom")) {
            rule.path("ports").forEach(port -> ports.add(port.path("port").asText()));
          }
        }
      }
      assertEquals(List.of("management"), ports, Chart.nameOf(deployment));
    }
  }

  private static JsonNode selectable(JsonNode service, JsonNode wanted) {
    List<String> names = new ArrayList<>();
    wanted.fieldNames().forEachRemaining(names::add);
    return ((ObjectNode) service.at("/metadata/labels").deepCopy()).retain(names);
  }

  private static List<JsonNode> policiesOf(Chart chart, JsonNode deployment) {
    return chart.ofKind("NetworkPolicy").stream()
        .filter(
            policy ->
                Chart.selects(
                    policy.at("/spec/podSelector/matchLabels"), Chart.labelsOfPods(deployment)))
        .toList();
  }

  private static String mountOf(JsonNode container, String volume) {
    for (JsonNode mount : container.path("volumeMounts")) {
      if (mount.path("name").asText().equals(volume)) {
        return mount.path("mountPath").asText();
      }
    }
    throw new AssertionError("the container mounts no " + volume);
  }

  private static int portOf(JsonNode container, String name) {
    for (JsonNode port : container.path("ports")) {
      if (port.path("name").asText().equals(name)) {
        return port.path("containerPort").asInt();
      }
    }
    throw new AssertionError("the container has no port " + name);
  }

  private static Set<String> rolesOf(Chart chart, JsonNode deployment) {
    return new TreeSet<>(NodeConf.of(chart, Chart.nameOf(deployment)).roles());
  }
}
