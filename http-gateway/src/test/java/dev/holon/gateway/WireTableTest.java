package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rows of ao.TN.1's tables, one by one; each test is named after its row. */
class WireTableTest {
  private static final String NOBODY = "A".repeat(43);
  private static final Map<String, String> OCTETS =
      Map.of("Content-Type", "application/octet-stream");
  private static TestNode node;

  /** Slots 0 to 3; slot 2 failed. */
  private static ProcessId process;

  private static LogEntry message;

  @BeforeAll
  static void start() {
    node = TestNode.start();
    process = node.spawned("wire tables");
    message = node.scheduled(TestNode.message(process, "one"));
    node.scheduled(TestNode.message(process, "boom"));
    node.scheduled(TestNode.message(process, "three"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  @DisplayName("§2 | GET / | process-id? | timestamp is a string, address is the SU wallet")
  void schedulerRoot() {
    for (String path : List.of("/su/", "/su", "/su/?process-id=" + process)) {
      JsonNode json = node.get(path).json();
      assertTrue(json.path("timestamp").isTextual());
      assertEquals(TestNode.SCHEDULER.address().text(), json.path("address").asText());
    }
  }

  @Test
  @DisplayName("§2 | GET /timestamp | process-id? | both strings, height of 12 digits")
  void schedulerTimestamp() {
    JsonNode json = node.get("/su/timestamp?process-id=" + process).json();

    assertTrue(json.path("timestamp").isTextual());
    assertEquals("000001500100", json.path("block_height").textValue());
  }

  @Test
  @DisplayName("§2 | POST / | none | 200, timestamp is a number")
  void schedulerPost() {
    TestNode.Reply reply = node.post("/su/", TestNode.message(process, "posted once").toBytes());

    assertEquals(200, reply.status());
    assertTrue(reply.json().path("timestamp").isNumber());
  }

  @Test
  @DisplayName("§2.1 | same id already stored | 400 MessageExists(\"Message already exists\")")
  void schedulerRepeat() {
    TestNode.Reply reply = node.post("/su/", message.message().orElseThrow().toBytes());

    assertEquals(400, reply.status());
    assertEquals("MessageExists(\"Message already exists\")", reply.json().path("error").asText());
    assertEquals(message.slot(), reply.json().path("slot").asLong());
  }

  @Test
  @DisplayName("§2 | POST / | process-id + assign | 200, id of the assignment")
  void schedulerAssign() {
    ProcessId other = node.spawned("wire assign");
    String path = "/su/?process-id=" + other + "&assign=" + message.itemId() + "&exclude=Data";
    TestNode.Reply reply = node.post(path, new byte[0]);

    assertEquals(200, reply.status(), reply.text());
    assertEquals(
        node.schedule.latest(other).orElseThrow().assignmentId().toString(),
        reply.json().path("id").asText());
  }

  @Test
  @DisplayName("§2.2 | one of process-id and assign alone, txid not 43 characters | 400")
  void schedulerHalfAssign() {
    assertEquals(400, node.post("/su/?process-id=" + process, new byte[0]).status());
    assertEquals(400, node.post("/su/?assign=" + message.itemId(), new byte[0]).status());
    assertEquals(
        400, node.post("/su/?process-id=" + process + "&assign=short", new byte[0]).status());
  }

  @Test
  @DisplayName("§2 | GET /{id} | process-id may be absent | entry of a message or an assignment")
  void schedulerEntry() {
    String byMessage = node.get("/su/" + message.itemId()).text();

    assertEquals(byMessage, node.get("/su/" + message.itemId() + "?process-id=" + process).text());
    assertEquals(byMessage, node.get("/su/" + message.assignmentId()).text());
    assertEquals(
        List.of("message", "assignment"), fields(node.get("/su/" + message.itemId()).json()));
  }

  @Test
  @DisplayName("§2.3 | (c) else | 400 Message or Process not found")
  void schedulerNobody() {
    TestNode.Reply reply = node.get("/su/" + NOBODY + "?process-id=" + NOBODY);

    assertEquals(400, reply.status());
    assertEquals("Message or Process not found", reply.json().path("error").asText());
  }

  @Test
  @DisplayName("§2.3 | from, to | from < Timestamp <= to, cursors in milliseconds")
  void schedulerTimes() {
    long from = message.timestampMillis();

    JsonNode page = node.get("/su/" + process + "?from=" + from + "&to=" + (from + 1_000)).json();

    assertEquals(1, page.path("edges").size());
    assertEquals(
        Long.toString(from + 1_000), page.path("edges").path(0).path("cursor").textValue());
  }

  @Test
  @DisplayName("§2.3 | from-nonce, to-nonce | the window and its cursors are nonces")
  void schedulerNonces() {
    assertEquals(
        List.of("1", "2"), cursors(node.get("/su/" + process + "?from-nonce=0&to-nonce=2")));
    assertEquals(
        List.of("0", "1"), cursors(node.get("/su/" + process + "?from-nonce=-1&to-nonce=1")));
  }

  @Test
  @DisplayName("§2.3 | limit | looks ahead: has_next_page only when something follows")
  void schedulerLimit() {
    JsonNode part = node.get("/su/" + process + "?limit=1&to-nonce=1").json();
    JsonNode whole = node.get("/su/" + process + "?limit=2&to-nonce=1").json();

    assertTrue(part.path("page_info").path("has_next_page").asBoolean());
    assertFalse(whole.path("page_info").path("has_next_page").asBoolean());
  }

  @Test
  @DisplayName("§2.3 | show-anchor | random anchors as base64url, else null")
  void schedulerAnchors() {
    String path = "/su/" + message.itemId();

    assertTrue(node.get(path).json().path("assignment").path("anchor").isNull());
    assertEquals(
        43,
        node.get(path + "?show-anchor=x")
            .json()
            .path("assignment")
            .path("anchor")
            .textValue()
            .length());
  }

  @Test
  @DisplayName("§2.4 | GET /processes/{pid} | block and signature are strings; unknown 400")
  void schedulerProcess() {
    JsonNode json = node.get("/su/processes/" + process).json();

    assertTrue(json.path("block").isTextual() && json.path("signature").isTextual());
    assertTrue(json.path("timestamp").isNumber());
    TestNode.Reply unknown = node.get("/su/processes/" + NOBODY);
    assertEquals(400, unknown.status());
    assertEquals("NotFound(\"Process not found\")", unknown.json().path("error").asText());
  }

  @Test
  @DisplayName("§2.4 | GET /{pid}/latest | newest entry, nonce 0 of a fresh process")
  void schedulerLatest() {
    ProcessId fresh = node.spawned("wire fresh");

    assertEquals(
        fresh.toString(),
        node.get("/su/" + fresh + "/latest").json().path("message").path("id").asText());
  }

  @Test
  @DisplayName("§2 | GET /health | 200, empty body")
  void schedulerHealth() {
    assertEquals(200, node.get("/su/health").status());
    assertEquals("", node.get("/su/health").text());
  }

  @Test
  @DisplayName("§2 | GET /metrics | 400 text if disabled")
  void schedulerMetrics() {
    assertEquals(400, node.get("/su/metrics").status());
    assertTrue(
        String.valueOf(node.get("/su/metrics").header("Content-Type")).startsWith("text/plain"));
  }

  @Test
  @DisplayName("§2 | CORS: any origin, method, header | body limit 10 485 760")
  void schedulerCorsAndBodies() {
    TestNode.Reply preflight = node.send("OPTIONS", "/su/", HttpRequest.BodyPublishers.noBody());

    assertEquals("*", preflight.header("Access-Control-Allow-Origin"));
    assertEquals("*", preflight.header("Access-Control-Allow-Headers"));
    assertEquals(413, node.post("/su/", new byte[10_485_761]).status());
    assertEquals(400, node.post("/su/", new byte[10_485_760]).status());
  }

  @Test
  @DisplayName("§2 | no /location and no /message")
  void schedulerHasNoOtherRoutes() {
    assertEquals(400, node.get("/su/location").status());
    assertEquals(
        404, node.send("POST", "/su/message", HttpRequest.BodyPublishers.noBody()).status());
  }

  @Test
  @DisplayName("§3 | POST / | octet-stream | 202 {\"message\":\"Processing DataItem\",\"id\"}")
  void messengerPost() {
    DataItem item = TestNode.message(process, "wire messenger");

    TestNode.Reply reply =
        node.send("POST", "/", HttpRequest.BodyPublishers.ofByteArray(item.toBytes()));

    assertEquals(202, reply.status());
    assertEquals(
        "{\"message\":\"Processing DataItem\",\"id\":\"" + item.id() + "\"}", reply.text());
  }

  @Test
  @DisplayName("§3 | POST / | other types are not read as bytes")
  void messengerContentType() {
    TestNode.Reply json = node.post("/", "{}", Map.of("Content-Type", "application/json"));
    TestNode.Reply octets = node.post("/", "{}", OCTETS);

    assertEquals(415, json.status());
    assertEquals("HTTP-0415", json.json().path("code").asText());
    assertEquals(400, octets.status());
    for (TestNode.Reply reply : List.of(json, octets)) {
      assertTrue(
          reply
              .json()
              .path("error")
              .asText()
              .startsWith("'body': A valid and signed data item must be provided as the body."),
          reply.text());
    }
  }

  @Test
  @DisplayName("§3 | POST /?process-id=&assign=[&base-layer][&exclude=a,b] | empty body | 202")
  void messengerAssign() {
    ProcessId other = node.spawned("wire messenger assign");
    String path = "/?process-id=" + other + "&assign=" + message.itemId();

    TestNode.Reply reply = node.post(path + "&exclude=Data,Tags", new byte[0]);
    TestNode.Reply baseLayer = node.post(path + "&base-layer", new byte[0]);

    assertEquals(202, reply.status());
    assertEquals("Processing Assignment", reply.json().path("message").asText());
    assertEquals(
        node.schedule.latest(other).orElseThrow().assignmentId().toString(),
        reply.json().path("id").asText());
    assertEquals("SCHED-0009", baseLayer.json().path("code").asText());
  }

  @Test
  @DisplayName("§3 | same with only one of the two | 400 and its text")
  void messengerHalfAssign() {
    for (String query : List.of("process-id=" + process, "assign=" + message.itemId())) {
      TestNode.Reply reply = node.post("/?" + query, new byte[0]);
      assertEquals(400, reply.status());
      assertEquals(
          "You must set both process-id and assign to send an assignment, not just one",
          reply.json().path("error").asText());
    }
  }

  @Test
  @DisplayName("§3 | GET / | 200 text ao messenger unit")
  void messengerRoot() {
    assertEquals("ao messenger unit", node.get("/").text());
    assertTrue(String.valueOf(node.get("/").header("Content-Type")).startsWith("text/plain"));
  }

  @Test
  @DisplayName("§3 | GET /?debug=1&process= | traces; two of message, assign, spawn | 422")
  void messengerTraces() {
    JsonNode json = node.get("/?debug=1&process=" + process).json();
    JsonNode edge = json.path("edges").path(1);

    assertEquals(List.of("pageInfo", "edges"), fields(json));
    assertEquals(List.of("node", "cursor"), fields(edge));
    assertEquals(
        List.of(
            "relation",
            "id",
            "messageId",
            "processId",
            "wallet",
            "ip",
            "parentId",
            "timestamp",
            "type"),
        fields(edge.path("node")));
    String two = "&message=" + message.itemId() + "&assign=" + message.itemId();
    assertEquals(422, node.get("/?debug=1&process=" + process + two).status());
  }

  @Test
  @DisplayName("§4 | GET / | address, timestamp is a number")
  void computeRoot() {
    JsonNode json = node.get("/cu/").json();

    assertEquals(List.of("address", "timestamp"), fields(json));
    assertTrue(json.path("timestamp").isNumber());
  }

  @Test
  @DisplayName("§4 | unknown route | 404 with message, error, statusCode")
  void computeUnknownRoute() {
    JsonNode json = node.get("/cu/x/y/z").json();

    assertEquals(404, json.path("statusCode").asInt());
    assertEquals("Not Found", json.path("error").asText());
    assertEquals("Route GET:/cu/x/y/z not found", json.path("message").asText());
  }

  @Test
  @DisplayName("§4 | GET /result/{messageId} | message id, assignment id, process id")
  void computeResult() {
    for (Object id : List.of(message.itemId(), message.assignmentId(), process)) {
      TestNode.Reply reply = node.get("/result/" + id + "?process-id=" + process);
      assertEquals(200, reply.status());
      assertEquals(
          List.of("Messages", "Assignments", "Spawns", "Output", "GasUsed"), fields(reply.json()));
    }
  }

  @Test
  @DisplayName("§4 | 200 | also when the process failed")
  void computeFailedProcess() {
    LogEntry failed = node.schedule.entry(process, 2).orElseThrow();

    TestNode.Reply reply = node.get("/result/" + failed.itemId() + "?process-id=" + process);

    assertEquals(200, reply.status());
    assertEquals("boom", reply.json().path("Error").asText());
  }

  @Test
  @DisplayName("§4 | 202 | in progress, with how far it is")
  void computeBusy() {
    ProcessId busy = node.spawned("wire busy");
    LogEntry slow = node.scheduled(TestNode.message(busy, "slow"));

    TestNode.Reply reply = node.get("/result/" + slow.itemId() + "?process-id=" + busy);

    assertEquals(202, reply.status());
    assertEquals(
        "{\"message\":\"Evaluation of process \\\""
            + busy
            + "\\\" to \\\""
            + slow.itemId()
            + "\\\" is in progress.\",\"slot\":0,\"of\":1,\"slotsPerSecond\":2.5}",
        reply.text());
    assertEquals("1", reply.header("Retry-After"));
  }

  @Test
  @DisplayName("§4 | GET /results/{pid} | sort exactly ASC or DESC; errors out after the limit")
  void computeResults() {
    JsonNode page = node.get("/results/" + process + "?limit=3").json();

    assertEquals(2, page.path("edges").size());
    assertTrue(page.path("pageInfo").path("hasNextPage").asBoolean());
    assertEquals(400, node.get("/results/" + process + "?sort=desc").status());
    assertEquals(
        List.of("Messages", "Assignments", "Spawns", "Output"),
        fields(page.path("edges").path(0).path("node")));
  }

  @Test
  @DisplayName("§4 | cursor | from exclusive, to inclusive; its sort counts more; both ways")
  void computeCursors() {
    String path = "/results/" + process;
    JsonNode down = node.get(path + "?sort=DESC&limit=1").json();
    String newest = down.path("edges").path(0).path("cursor").asText();
    JsonNode older = node.get(path + "?limit=10&to=" + newest).json();
    JsonNode up = node.get(path + "?limit=2").json();
    String second = up.path("edges").path(1).path("cursor").asText();
    JsonNode later = node.get(path + "?sort=DESC&limit=10&from=" + second).json();

    assertEquals(newest, older.path("edges").path(0).path("cursor").asText());
    assertTrue(slotOf(older.path("edges").path(1)) < slotOf(older.path("edges").path(0)));
    assertEquals(3, slotOf(later.path("edges").path(0)));
  }

  private static long slotOf(JsonNode edge) {
    String json =
        new String(
            java.util.Base64.getDecoder().decode(edge.path("cursor").asText()),
            java.nio.charset.StandardCharsets.UTF_8);
    assertTrue(json.contains(",\"cron\":null,\"sort\":\""), json);
    int start = json.indexOf("\"ordinate\":\"") + 12;
    return Long.parseLong(json.substring(start, json.indexOf('"', start)));
  }

  @Test
  @DisplayName("§4 | POST /dry-run | result object without saving")
  void computeDryRun() {
    long before = node.schedule.latest(process).orElseThrow().slot();

    TestNode.Reply reply =
        node.post("/dry-run?process-id=" + process, "{\"Owner\":\"x\",\"Tags\":[]}");

    assertEquals(200, reply.status());
    assertEquals(before, node.schedule.latest(process).orElseThrow().slot());
  }

  @Test
  @DisplayName("§4 | GET /state/{pid} | octet-stream, Last-Timestamp, -Ordinate, -Block-Height")
  void computeState() {
    TestNode.Reply reply = node.get("/state/" + process);

    assertEquals("application/octet-stream", reply.header("Content-Type"));
    for (String name : List.of("Last-Timestamp", "Last-Ordinate", "Last-Block-Height")) {
      assertTrue(Long.parseLong(String.valueOf(reply.header(name))) > 0, name);
    }
  }

  @Test
  @DisplayName("§4 | 404 | unknown message (the reference: 500 after six tries)")
  void computeUnknownMessage() {
    TestNode.Reply reply = node.get("/result/" + NOBODY + "?process-id=" + process);

    assertEquals(404, reply.status());
    assertTrue(reply.json().path("error").isTextual());
  }

  @Test
  @DisplayName("§4.5 | missing Tags or Owner | an error that names the field")
  void computeDryRunFields() {
    String path = "/dry-run?process-id=" + process;

    assertTrue(node.post(path, "{\"Owner\":\"x\"}").text().contains("'Tags': Required."));
    assertTrue(node.post(path, "{\"Tags\":[]}").text().contains("'Owner': Required."));
  }

  @Test
  @DisplayName("§6 | clients glue slashes together | double slashes are tolerated")
  void doubleSlashes() {
    assertEquals(200, node.get("//result//" + message.itemId()).status());
    assertEquals(202, node.post("//", TestNode.process(new Tag("Name", "//")).toBytes()).status());
  }

  private static List<String> fields(JsonNode json) {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> cursors(TestNode.Reply reply) {
    List<String> cursors = new ArrayList<>();
    reply.json().path("edges").forEach(edge -> cursors.add(edge.path("cursor").textValue()));
    return cursors;
  }
}
