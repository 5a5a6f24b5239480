package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.RefusalCode;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.ProcessId;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** ao.TN.1 §4: the rows of dry runs, states and of statuses. */
class StateQueriesTest {
  private static final String BODY = "{\"Owner\":\"x\",\"Tags\":[],\"Data\":\"d\"}";
  private static TestNode node;

  /** Slots 0 to 2. */
  private static ProcessId process;

  private static LogEntry first;
  private static LogEntry newest;

  @BeforeAll
  static void start() {
    node = TestNode.start();
    process = node.spawned("states");
    first = node.scheduled(TestNode.message(process, "one"));
    newest = node.scheduled(TestNode.message(process, "two"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @AfterEach
  void serveAgain() {
    node.units.refusal = null;
  }

  @Test
  void stateIsGivenWithWhereItStands() {
    TestNode.Reply reply = node.get("/state/" + process);

    assertEquals(200, reply.status());
    assertEquals("state of 2", reply.text());
    assertEquals("application/octet-stream", reply.header("Content-Type"));
    assertEquals(Long.toString(newest.timestampMillis()), reply.header("Last-Timestamp"));
    assertEquals("2", reply.header("Last-Ordinate"));
    assertEquals(Long.toString(MemoryUnits.HEIGHT), reply.header("Last-Block-Height"));
    assertEquals("state of 2", node.get("/cu/state/" + process).text());
  }

  @Test
  void stateUntilATimeIsTheNewestOrTooEarly() {
    TestNode.Reply later = node.get("/state/" + process + "?to=" + newest.timestampMillis());
    TestNode.Reply earlier =
        node.get("/state/" + process + "?to=" + (newest.timestampMillis() - 1));

    assertEquals("state of 2", later.text());
    assertEquals(425, earlier.status());
    assertEquals(
        "message at nonce 1 not found cached, and earlier than latest known nonce 2",
        earlier.json().path("error").asText());
    assertEquals("EVAL-0020", earlier.json().path("code").asText());
    assertEquals(404, node.get("/state/" + process + "?to=1").status());
  }

  @Test
  void stateOfNobodyIsNotFound() {
    assertEquals(404, node.get("/state/" + "A".repeat(43)).status());
    assertEquals(400, node.get("/state/short").status());
    assertEquals(400, node.get("/state/" + process + "?to=now").status());
  }

  @Test
  void stateThatIsLargerThanTheLimitIsRefused() {
    AskLimits small = new AskLimits(Duration.ofSeconds(1), 0, 1, Duration.ZERO, 5);
    try (TestNode other = TestNode.start(TestNode.with(small))) {
      TestNode.Reply reply = other.get("/state/" + other.spawned("large"));

      assertEquals(413, reply.status());
      assertTrue(reply.json().path("error").asText().contains("stateBytesMax"), reply.text());
    }
  }

  @Test
  void dryRunUntilAMessageSeesThatSlotOrIsTooEarly() {
    String path = "/dry-run?process-id=" + process + "&to=";

    assertEquals(200, node.post(path + newest.itemId(), BODY).status());
    assertEquals(200, node.post(path + newest.assignmentId(), BODY).status());
    assertEquals(425, node.post(path + first.itemId(), BODY).status());
    assertEquals(404, node.post(path + "A".repeat(43), BODY).status());
    assertEquals(400, node.post(path + "short", BODY).status());
  }

  @Test
  void dryRunWaitsForTheSlotsItMustSee() {
    ProcessId busy = node.spawned("busy states");
    node.scheduled(TestNode.message(busy, "slow"));
    String path = "/dry-run?process-id=" + busy;

    TestNode.Reply fresh = node.post(path, BODY);
    long age = TestNode.NOW.toEpochMilli() - MemoryUnits.FIRST_TIMESTAMP;
    TestNode.Reply stale = node.post(path, BODY, Map.of("x-max-age", Long.toString(age)));

    assertEquals(202, fresh.status(), fresh.text());
    assertEquals("1", fresh.header("Retry-After"));
    assertEquals(1, fresh.json().path("of").asInt());
    assertEquals(200, stale.status(), stale.text());
    assertEquals(400, node.post(path, BODY, Map.of("x-max-age", "soon")).status());
    assertEquals(400, node.post(path, BODY, Map.of("x-max-age", "-1")).status());
  }

  @Test
  void dryRunsOfOneAddressAreLimited() {
    AskLimits two = new AskLimits(Duration.ofSeconds(1), 2, 10, Duration.ofMillis(100), 1_000);
    try (TestNode other = TestNode.start(TestNode.with(two))) {
      String path = "/dry-run?process-id=" + other.spawned("limited");
      assertEquals(200, other.post(path, BODY).status());
      assertEquals(200, other.post(path, BODY).status());

      TestNode.Reply third = other.post(path, BODY);

      assertEquals(429, third.status());
      assertEquals(
          "{\"error\":\"Rate limit exceeded\",\"code\":\"HTTP-0429\",\"retry\":\"LATER\"}",
          third.text());
      assertEquals("30", third.header("Retry-After"));
      assertEquals(2, other.get("/limits").json().path("dryRunsPerMinuteMax").asInt());
    }
  }

  @Test
  void statusesFollowTheTable() {
    assertEquals(413, status(RefusalCode.LIMIT_NOT_GRANTED));
    assertEquals(413, status(RefusalCode.UNREADABLE_LIMIT));
    assertEquals(422, status(RefusalCode.ENGINE_NOT_ALLOWED));
    assertEquals(422, status(RefusalCode.MODULE_DOES_NOT_LOAD));
    assertEquals(503, status(RefusalCode.TOO_BUSY_TO_EVALUATE));
    assertEquals(503, status(RefusalCode.NOT_EVALUABLE));
  }

  private static int status(RefusalCode code) {
    node.units.refusal = code;
    TestNode.Reply reply = node.post("/dry-run?process-id=" + process, BODY);
    assertEquals(code.text(), reply.json().path("code").asText());
    assertEquals(reply.status(), node.get("/state/" + process).status());
    return reply.status();
  }

  @Test
  void noBusyWaitsLongerAndThenFails() {
    ProcessId busy = node.spawned("no busy");
    LogEntry slow = node.scheduled(TestNode.message(busy, "slow"));
    node.units.waits.clear();

    TestNode.Reply busyReply = node.get("/result/" + slow.itemId() + "?process-id=" + busy);
    TestNode.Reply patient =
        node.get("/result/" + slow.itemId() + "?process-id=" + busy + "&no-busy=1");

    assertEquals(202, busyReply.status());
    assertEquals(503, patient.status());
    assertEquals("HTTP-0504", patient.json().path("code").asText());
    assertEquals(
        java.util.List.of(Duration.ofSeconds(25), Duration.ofSeconds(2)), node.units.waits);
  }

  @Test
  void dryRunNeedsItsMethod() {
    assertEquals(404, node.get("/dry-run?process-id=" + process).status());
    assertEquals(
        404, node.send("POST", "/state/" + process, HttpRequest.BodyPublishers.noBody()).status());
  }
}
