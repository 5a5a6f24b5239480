package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ComputeSurfaceTest {
  private static TestNode node;

  /** Slots 0 to 5; slot 3 failed. */
  private static ProcessId process;

  private static LogEntry second;

  @BeforeAll
  static void start() {
    node = TestNode.start();
    process = node.spawned("compute");
    node.scheduled(TestNode.message(process, "one"));
    second = node.scheduled(TestNode.message(process, "two"));
    node.scheduled(TestNode.message(process, "boom"));
    node.scheduled(TestNode.message(process, "four"));
    node.scheduled(TestNode.message(process, "five"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void namesItself() {
    TestNode.Reply reply = node.get("/cu/");

    assertEquals(
        "{\"address\":\"" + TestNode.SCHEDULER.address() + "\",\"timestamp\":1800000000123}",
        reply.text());
  }

  @Test
  void resultIsFoundByMessageAssignmentAndProcess() {
    String expected =
        "{\"Messages\":[],\"Assignments\":[],\"Spawns\":[],\"Output\":\"two\",\"GasUsed\":5}";

    assertEquals(
        expected, node.get("/result/" + second.itemId() + "?process-id=" + process).text());
    assertEquals(expected, node.get("//result/" + second.itemId()).text());
    assertEquals(
        expected,
        node.get("/cu/result/" + second.assignmentId() + "?process-id=" + process).text());
    assertEquals(200, node.get("/result/" + process + "?process-id=" + process).status());
    assertEquals(" ", node.get("/result/" + process).json().path("Output").asText());
  }

  @Test
  void failedEvaluationIsASuccessfulAnswer() {
    LogEntry failed = node.schedule.entry(process, 3).orElseThrow();

    TestNode.Reply reply = node.get("/result/" + failed.itemId() + "?process-id=" + process);

    assertEquals(200, reply.status());
    assertEquals(
        "{\"Messages\":[],\"Assignments\":[],\"Spawns\":[],\"Output\":\"\",\"GasUsed\":3,\"Error\":\"boom\"}",
        reply.text());
  }

  @Test
  void unfinishedEvaluationIsInProgress() {
    ProcessId busy = node.spawned("busy");
    DataItem slow = TestNode.message(busy, "slow");
    node.scheduled(slow);

    TestNode.Reply reply = node.get("/result/" + slow.id() + "?process-id=" + busy);

    assertEquals(202, reply.status());
    assertEquals("1", reply.header("Retry-After"));
    assertEquals(
        "Evaluation of process \"" + busy + "\" to \"" + slow.id() + "\" is in progress.",
        reply.json().path("message").asText());
  }

  @Test
  void unknownMessageIsNotFound() {
    TestNode.Reply reply = node.get("/result/" + "A".repeat(43) + "?process-id=" + process);

    assertEquals(404, reply.status());
    assertTrue(reply.json().path("error").asText().contains("A".repeat(43)));
  }

  @Test
  void malformedIdsAreRefused() {
    assertEquals(400, node.get("/result/short").status());
    assertEquals(400, node.get("/result/" + process + "?process-id=short").status());
    assertEquals("HTTP-0400", node.get("/results/short").json().path("code").asText());
  }

  @Test
  void resultsLeaveOutErrorsAfterTheLimit() {
    JsonNode whole = node.get("/results/" + process).json();
    JsonNode page = node.get("/results/" + process + "?limit=4").json();

    assertEquals(List.of(" ", "one", "two", "four", "five"), outputs(whole));
    assertFalse(whole.path("pageInfo").path("hasNextPage").asBoolean());
    assertEquals(List.of(" ", "one", "two"), outputs(page));
    assertTrue(page.path("pageInfo").path("hasNextPage").asBoolean());
    assertFalse(whole.path("edges").path(0).path("node").has("GasUsed"));
  }

  @Test
  void fullLastPageHasNoNext() {
    JsonNode page = node.get("/results/" + process + "?limit=6").json();

    assertFalse(page.path("pageInfo").path("hasNextPage").asBoolean());
  }

  @Test
  void resultsRunBackwards() {
    JsonNode page = node.get("/results/" + process + "?sort=DESC&limit=2").json();

    assertEquals(List.of("five", "four"), outputs(page));
    assertTrue(page.path("pageInfo").path("hasNextPage").asBoolean());
  }

  @Test
  void cursorHasItsExactForm() {
    String cursor =
        node.get("/results/" + process).json().path("edges").path(1).path("cursor").asText();

    String json = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
    assertEquals(
        "{\"timestamp\":1700000001000,\"ordinate\":\"1\",\"cron\":null,\"sort\":\"ASC\"}", json);
    assertTrue(cursor.length() % 4 == 0);
  }

  @Test
  void fromCursorIsExclusiveAndItsSortWins() {
    JsonNode descending = node.get("/results/" + process + "?sort=DESC&limit=6").json();
    String cursorOfTwo = descending.path("edges").path(2).path("cursor").asText();

    JsonNode page = node.get("/results/" + process + "?sort=ASC&from=" + cursorOfTwo).json();

    assertEquals(List.of("five", "four"), outputs(page));
  }

  @Test
  void millisecondsAreInclusiveAtBothEnds() {
    long time = MemoryUnits.FIRST_TIMESTAMP + MemoryUnits.STEP_MILLIS;

    JsonNode page =
        node.get(
                "/results/" + process + "?from=" + time + "&to=" + (time + MemoryUnits.STEP_MILLIS))
            .json();

    assertEquals(List.of("one", "two"), outputs(page));
  }

  @Test
  void malformedWindowsAreRefused() {
    assertEquals(400, node.get("/results/" + process + "?sort=asc").status());
    assertEquals(400, node.get("/results/" + process + "?from=yesterday").status());
    assertEquals(400, node.get("/results/" + process + "?limit=0").status());
    assertEquals(400, node.get("/results/" + process + "?limit=many").status());
    assertEquals(0, node.get("/results/" + "A".repeat(43)).json().path("edges").size());
  }

  @Test
  void dryRunAnswersWithoutKeeping() {
    String body =
        "{\"Id\":\"1234\",\"Target\":\""
            + process
            + "\",\"Owner\":\"1234\",\"Anchor\":\"0\",\"Data\":\"1 + 1\","
            + "\"Tags\":[{\"name\":\"Action\",\"value\":\"Eval\"}],\"Extra\":1}";

    TestNode.Reply reply = node.post("/dry-run?process-id=" + process, body);

    assertEquals(200, reply.status(), reply.text());
    assertEquals(
        "{\"Messages\":[],\"Assignments\":[],\"Spawns\":[],\"Output\":\"1 + 1\",\"GasUsed\":7}",
        reply.text());
    assertEquals(6, node.schedule.latest(process).orElseThrow().slot() + 1);
  }

  @Test
  void dryRunNamesTheFieldThatIsWrong() {
    String path = "/cu/dry-run?process-id=" + process;

    assertEquals("HTTP-0400: 'Owner': Required.", error(path, "{\"Tags\":[]}"));
    assertEquals("HTTP-0400: 'Tags': Required.", error(path, "{\"Owner\":\"x\"}"));
    assertTrue(error(path, "{\"Owner\":\"x\",\"Tags\":[{\"name\":1}]}").contains("'Tags[0]'"));
    assertTrue(
        error(path, "{\"Owner\":\"x\",\"Tags\":[],\"Timestamp\":\"soon\"}")
            .contains("'Timestamp'"));
    assertTrue(error(path, "not json").contains("not JSON"));
    assertTrue(error("/dry-run", "{}").contains("'process-id'"));
  }

  @Test
  void dryRunOfAnUnknownProcessIsRefused() {
    TestNode.Reply reply =
        node.post("/dry-run?process-id=" + "A".repeat(43), "{\"Owner\":\"x\",\"Tags\":[]}");

    assertEquals(404, reply.status());
    assertEquals("SCHED-0001", reply.json().path("code").asText());
  }

  private static String error(String path, String body) {
    TestNode.Reply reply = node.post(path, body);
    assertEquals(400, reply.status());
    return reply.json().path("error").asText();
  }

  private static List<String> outputs(JsonNode page) {
    List<String> outputs = new ArrayList<>();
    page.path("edges").forEach(edge -> outputs.add(edge.path("node").path("Output").asText()));
    return outputs;
  }

  @Test
  void assignedMessageHasItsResultInEachProcess() {
    ProcessId other = node.spawned("assigned", new Tag("X", "y"));
    node.post("/su/?process-id=" + other + "&assign=" + second.itemId(), new byte[0]);

    assertEquals(202, node.get("/result/" + second.itemId() + "?process-id=" + other).status());
    assertEquals(200, node.get("/result/" + second.itemId() + "?process-id=" + process).status());
  }
}
