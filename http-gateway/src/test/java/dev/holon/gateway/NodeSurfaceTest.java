package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.messenger.Cause;
import dev.holon.core.messenger.Outbox;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NodeSurfaceTest {
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.start();
    ProcessId process = node.spawned("status");
    LogEntry entry = node.scheduled(TestNode.message(process, "slow"));
    Result.OutboundMessage message = new Result.OutboundMessage("t", "", List.of(), null);
    Result result = new Result(List.of(message), List.of(), List.of(), Result.NO_OUTPUT, 1, null);
    node.results.append(
        new StoredResult(process, 1, entry.timestampMillis(), result, entry.hashChain()),
        Outbox.entriesOf(process, 1, Cause.of(entry), result));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void statusCounts() {
    JsonNode status = node.get("/status").json();

    assertEquals("0.1.0", status.path("version").asText());
    assertEquals("scheduler", status.path("roles").path(0).asText());
    assertEquals(TestNode.SCHEDULER.address().text(), status.path("scheduler").asText());
    assertEquals("A".repeat(43), status.path("modules").path("lua").asText());
    assertEquals(1, status.path("processes").asInt());
    assertEquals(1, status.path("outbox").path("pending").asInt());
    assertEquals(0, status.path("outbox").path("refused").asInt());
    assertEquals(1, status.path("inFlight").asInt());
  }

  @Test
  void limitsAreShown() {
    JsonNode limits = node.get("/limits").json();

    assertEquals(10_485_760, limits.path("itemBytesMax").asInt());
    assertEquals(25_000, limits.path("resultWaitMaxMillis").asInt());
    assertEquals(100, limits.path("graphqlPageMax").asInt());
  }

  @Test
  void healthFollowsTheNode() {
    assertEquals(200, node.get("/health/live").status());
    assertEquals(200, node.get("/health/ready").status());
    node.isReady = false;
    assertEquals(503, node.get("/health/ready").status());
    node.isReady = true;
  }

  @Test
  void anotherPortAnswersWhatConcernsTheNodeAndNothingElse() {
    assertEquals(Optional.of(200), aboutNode("/metrics"));
    assertEquals(Optional.of(200), aboutNode("/health/live"));
    node.isReady = false;
    assertEquals(Optional.of(503), aboutNode("/health/ready"));
    node.isReady = true;
    assertEquals(Optional.empty(), aboutNode("/processes"));
    assertEquals(Optional.empty(), aboutNode("/cluster/members"));
  }

  private static Optional<Integer> aboutNode(String path) {
    return node.server()
        .aboutNode(org.apache.pekko.http.javadsl.model.HttpRequest.GET(path))
        .map(answer -> answer.toCompletableFuture().join().status().intValue());
  }

  @Test
  void unknownRoutesAreNamed() {
    TestNode.Reply reply = node.get("/no/such/route");

    assertEquals(404, reply.status());
    assertEquals(
        "{\"message\":\"Route GET:/no/such/route not found\",\"error\":\"Not Found\",\"statusCode\":404,\"code\":\"HTTP-0404\",\"retry\":\"NEVER\"}",
        reply.text());
    assertEquals(404, node.send("DELETE", "/", HttpRequest.BodyPublishers.noBody()).status());
  }

  @Test
  void anyPageMayAsk() {
    TestNode.Reply preflight =
        node.send("OPTIONS", "/anything", HttpRequest.BodyPublishers.noBody());

    assertEquals(204, preflight.status());
    assertEquals("*", preflight.header("Access-Control-Allow-Origin"));
    assertEquals("*", preflight.header("Access-Control-Allow-Headers"));
    assertTrue(String.valueOf(preflight.header("Access-Control-Allow-Methods")).contains("DELETE"));
    assertEquals("*", node.get("/limits").header("Access-Control-Allow-Origin"));
    assertEquals("*", node.get("/no-such").header("Access-Control-Allow-Origin"));
  }

  @Test
  void parserRefusalsAreJson() {
    TestNode.Reply tooLong = node.get("/" + "a".repeat(9_000));
    TestNode.Reply badQuery = node.get("/su/" + "A".repeat(43) + "?limit=%20x");

    assertEquals(400, tooLong.status());
    assertEquals("HTTP-0400", tooLong.json().path("code").asText());
    assertEquals(400, badQuery.status());
  }
}
