package dev.holon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Secp256k1Wallet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster whose nodes have a part of the roles each and find each other by static seeds: what one
 * takes another orders, and a third evaluates. Every node can be watched.
 */
class MixedRolesIT {
  private static final int MESSAGES = 100;
  private static final String RELAY =
      """
      Told = 0
      Handlers.add("tell", "Tell", function(msg) Send{ Target = msg.Data, Action = "Increment" } end)
      """;

  private final SignedTraffic traffic =
      new SignedTraffic(Secp256k1Wallet.generate(new SecureRandom()));

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void nodesWithOneRoleEachDoTheWorkOfAllTogether(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    try (TestCluster cluster = new TestCluster(folder)) {
      String seeds = String.join("\", \"", cluster.reserve(3));
      List<NodeProcess> nodes =
          cluster.start(
              Stream.of("gateway", "scheduler, messenger", "compute")
                  .map(roles -> settings(roles, seeds))
                  .toList());
      assertEquals(List.of("", ""), nodes.stream().skip(1).map(NodeProcess::url).toList());
      NodeClient client = new NodeClient(nodes.getFirst().url());
      NodeClient.Status status = client.status();
      DataItem counter = traffic.spawnCounter(status, 0);
      DataItem relay = traffic.spawn(status, 1, RELAY);
      assertEquals(202, client.post(counter).join());
      assertEquals(202, client.post(relay).join());
      ProcessId process = new ProcessId(counter.id());

      List<Id> sent = send(client, process);
      List<Integer> counts = new ArrayList<>();
      for (Id message : ScheduleAudit.check(client, process).subList(1, MESSAGES + 1)) {
        counts.add(Integer.parseInt(output(client, process, message)));
      }

      assertEquals(MESSAGES, sent.size());
      assertEquals(Stream.iterate(1, n -> n + 1).limit(MESSAGES).toList(), counts);
      assertEquals(Integer.toString(MESSAGES + 1), pushed(client, relay, process));
      everyNodeIsWatched(cluster);
      logsAreObjects(cluster);
    }
  }

  private static String settings(String roles, String seeds) {
    return """
    holon.node { roles = [%s], log-format = json }
    holon.cluster { discovery = seeds, seed-nodes = ["%s"] }
    """
        .formatted(roles, seeds);
  }

  private List<Id> send(NodeClient client, ProcessId process) {
    List<DataItem> items = traffic.increments(List.of(process), MESSAGES, 100);
    List<CompletableFuture<Integer>> answers = items.stream().map(client::post).toList();
    answers.forEach(answer -> assertEquals(202, answer.join()));
    return items.stream().map(DataItem::id).toList();
  }

  private static String output(NodeClient client, ProcessId process, Id message)
      throws IOException, InterruptedException {
    return client.result(process, message).path("Output").path("data").asText().strip();
  }

  /** What the counter says after another process has told it to count once more. */
  private String pushed(NodeClient client, DataItem relay, ProcessId counter)
      throws IOException, InterruptedException {
    DataItem tell = traffic.message(relay.id(), 2, "Tell", counter.toString());
    assertEquals(202, client.post(tell).join());
    List<Id> log = List.of();
    for (int i = 0; i < 300 && log.size() < MESSAGES + 2; i++) {
      TimeUnit.MILLISECONDS.sleep(100);
      log = ScheduleAudit.check(client, counter);
    }
    return output(client, counter, log.getLast());
  }

  /** Metrics, health and members, whatever the node's roles. */
  private static void everyNodeIsWatched(TestCluster cluster)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (String url : cluster.managementUrls()) {
        String metrics = get(http, url + "/metrics", 200);
        assertTrue(metrics.contains("\nholon_node_ready 1.0\n"), metrics);
        assertTrue(metrics.contains("\njvm_memory_used_bytes{"), url);
        assertTrue(get(http, url + "/health/ready", 200).contains("ready"));
        assertTrue(get(http, url + "/health/live", 200).contains("live"));
        get(http, url + "/processes", 404);
        assertEquals(3, new NodeClient(url).get("/cluster/members").path("members").size());
      }
    }
  }

  private static String get(HttpClient http, String url, int expected)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    assertEquals(expected, answer.statusCode(), url);
    return answer.body();
  }

  private static void logsAreObjects(TestCluster cluster) throws IOException {
    ObjectMapper json = new ObjectMapper();
    for (int i = 0; i < 3; i++) {
      List<String> lines = Files.readAllLines(cluster.logsOf(i).resolve("holon.log"));
      boolean isReady = false;
      for (String line : lines) {
        JsonNode object = json.readTree(line);
        assertTrue(object.path("level").isTextual(), line);
        isReady |= object.path("formattedMessage").asText().startsWith("ready");
      }
      assertTrue(isReady, "no line says that the node is ready");
    }
  }
}
