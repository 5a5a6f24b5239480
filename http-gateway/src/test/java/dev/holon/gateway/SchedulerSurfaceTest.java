package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SchedulerSurfaceTest {
  private static final long T0 = MemoryUnits.FIRST_TIMESTAMP;
  private static TestNode node;

  /** Slots 0 to 4. */
  private static ProcessId process;

  @BeforeAll
  static void start() {
    node = TestNode.start();
    process = node.spawned("scheduler");
    for (int i = 1; i <= 4; i++) {
      node.scheduled(TestNode.message(process, "m" + i));
    }
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void namesItselfAndTheTime() {
    assertEquals(
        "{\"timestamp\":\"1800000000123\",\"address\":\"" + TestNode.SCHEDULER.address() + "\"}",
        node.get("/su/?process-id=" + process).text());
    assertEquals(
        "{\"timestamp\":\"1800000000123\",\"block_height\":\"000001500100\"}",
        node.get("/su/timestamp").text());
    assertEquals(200, node.get("/su/health").status());
    assertEquals("", node.get("/su/health").text());
    assertEquals(400, node.get("/su/metrics").status());
  }

  @Test
  void answersAPostWithItsSlotsTime() {
    DataItem message = TestNode.message(node.spawned("post"), "x");

    TestNode.Reply first = node.post("/su/", message.toBytes());
    TestNode.Reply again = node.post("/su", message.toBytes());

    assertEquals(
        "{\"timestamp\":" + (T0 + 1000) + ",\"id\":\"" + message.id() + "\"}", first.text());
    assertEquals(200, first.status());
    assertEquals(400, again.status());
    assertEquals(
        "{\"error\":\"MessageExists(\\\"Message already exists\\\")\",\"code\":\"SCHED-0020\",\"retry\":\"NEVER\",\"id\":\""
            + message.id()
            + "\",\"timestamp\":"
            + (T0 + 1000)
            + ",\"slot\":1}",
        again.text());
  }

  @Test
  void answersAnAssignmentWithItsId() {
    ProcessId other = node.spawned("assign");
    LogEntry shared = node.schedule.entry(process, 1).orElseThrow();

    TestNode.Reply reply =
        node.post("/su/?process-id=" + other + "&assign=" + shared.itemId(), new byte[0]);

    LogEntry entry = node.schedule.latest(other).orElseThrow();
    assertEquals(entry.assignmentId().toString(), reply.json().path("id").asText());
    JsonNode pure = node.get("/su/" + entry.assignmentId()).json();
    assertTrue(pure.path("message").isNull());
    assertEquals(entry.assignmentId().toString(), pure.path("assignment").path("id").asText());
  }

  @Test
  void listsTheWholeProcess() {
    TestNode.Reply reply =
        node.get("/su/" + process + "?process-id=" + process + "&from=&to=&limit=1000");

    JsonNode page = reply.json();
    assertEquals(List.of(T0, T0 + 1000, T0 + 2000, T0 + 3000, T0 + 4000), cursors(page));
    assertFalse(page.path("page_info").path("has_next_page").asBoolean());
    JsonNode first = page.path("edges").path(0).path("node");
    assertEquals(process.toString(), first.path("message").path("id").asText());
    assertTrue(first.path("message").path("target").isNull());
    assertEquals("", first.path("assignment").path("target").asText());
    assertTrue(first.path("assignment").path("anchor").isNull());
    assertTrue(
        reply
            .text()
            .startsWith(
                "{\"page_info\":{\"has_next_page\":false},\"edges\":[{\"node\":{\"message\":{\"id\":"));
  }

  @Test
  void messageFieldsAreInOrder() {
    LogEntry entry = node.schedule.entry(process, 1).orElseThrow();

    JsonNode found = node.get("/su/" + entry.itemId() + "?process-id=" + process).json();

    List<String> names = new ArrayList<>();
    found.path("message").fieldNames().forEachRemaining(names::add);
    assertEquals(List.of("id", "owner", "data", "tags", "signature", "anchor", "target"), names);
    assertEquals("m1", found.path("message").path("data").asText());
    assertEquals(process.toString(), found.path("message").path("target").asText());
    assertEquals(
        TestNode.USER.address().text(),
        found.path("message").path("owner").path("address").asText());
    assertEquals(
        Base64.getUrlEncoder().withoutPadding().encodeToString(TestNode.USER.owner()),
        found.path("message").path("owner").path("key").asText());
    assertEquals(found, node.get("/su/" + entry.assignmentId()).json());
  }

  @Test
  void timesAreExclusiveBelowAndInclusiveAbove() {
    assertEquals(
        List.of(T0 + 2000, T0 + 3000), listed("?from=" + (T0 + 1000) + "&to=" + (T0 + 3000)));
    assertEquals(List.of(T0, T0 + 1000), listed("?to=" + (T0 + 1999)));
    // A lower bound, however low, leaves the process itself out.
    assertEquals(List.of(T0 + 1000), listed("?from=0&to=" + (T0 + 1000)));
    assertEquals(List.of(), listed("?from=" + (T0 + 4000)));
    assertEquals(List.of(), listed("?to=" + (T0 - 1)));
  }

  @Test
  void noncesMakeTheWindowAndTheCursors() {
    assertEquals(List.of(2L, 3L), listed("?from-nonce=1&to-nonce=3"));
    assertEquals(List.of(0L, 1L), listed("?from-nonce=-1&to-nonce=1"));
    assertEquals(List.of(0L, 1L, 2L), listed("?to-nonce=2"));
    assertEquals(List.of(1L, 2L, 3L, 4L), listed("?from-nonce=0"));
    assertEquals(List.of(), listed("?to-nonce=-1"));
    assertEquals(
        List.of(), listed("?from-nonce=" + Long.MAX_VALUE + "&to-nonce=" + Long.MIN_VALUE));
  }

  @Test
  void pagesFollowEachOther() {
    JsonNode one = node.get("/su/" + process + "?limit=2").json();
    JsonNode two = node.get("/su/" + process + "?limit=2&from=" + cursors(one).get(1)).json();
    JsonNode three = node.get("/su/" + process + "?limit=2&from=" + cursors(two).get(1)).json();

    assertEquals(List.of(T0, T0 + 1000), cursors(one));
    assertTrue(one.path("page_info").path("has_next_page").asBoolean());
    assertEquals(List.of(T0 + 2000, T0 + 3000), cursors(two));
    assertTrue(two.path("page_info").path("has_next_page").asBoolean());
    assertEquals(List.of(T0 + 4000), cursors(three));
    assertFalse(three.path("page_info").path("has_next_page").asBoolean());
  }

  @Test
  void pageThatEndsExactlyHasNoNext() {
    assertFalse(
        node.get("/su/" + process + "?limit=5")
            .json()
            .path("page_info")
            .path("has_next_page")
            .asBoolean());
  }

  @Test
  void anchorsAreShownWhenAsked() {
    JsonNode page = node.get("/su/" + process + "?limit=1&show-anchor").json();

    String anchor =
        page.path("edges").path(0).path("node").path("assignment").path("anchor").asText();
    assertEquals("_w" + "A".repeat(41), anchor);
  }

  @Test
  void showsAProcess() {
    TestNode.Reply reply = node.get("/su/processes/" + process);

    List<String> names = new ArrayList<>();
    reply.json().fieldNames().forEachRemaining(names::add);
    assertEquals(
        List.of(
            "process_id",
            "block",
            "owner",
            "tags",
            "timestamp",
            "data",
            "anchor",
            "signature",
            "target"),
        names);
    assertEquals("000001500030", reply.json().path("block").asText());
    assertTrue(reply.json().path("timestamp").isNumber());
    assertEquals(" ", reply.json().path("data").asText());
  }

  @Test
  void binaryDataIsNullForProcessesAndReplacedForMessages() {
    List<Tag> processTags = TestNode.process(new Tag("Name", "binary")).tags();
    ProcessId binary =
        node.scheduled(TestNode.item(null, processTags, new byte[] {(byte) 0xff})).process();
    List<Tag> messageTags = TestNode.message(binary, "x").tags();
    LogEntry message =
        node.scheduled(TestNode.item(binary.id(), messageTags, new byte[] {'a', (byte) 0xff}));

    assertTrue(node.get("/su/processes/" + binary).json().path("data").isNull());
    assertEquals(
        "a\ufffd",
        node.get("/su/" + message.itemId()).json().path("message").path("data").asText());
  }

  @Test
  void showsTheLatestEntry() {
    ProcessId fresh = node.spawned("fresh");

    assertEquals(
        "m4", node.get("/su/" + process + "/latest").json().path("message").path("data").asText());
    assertEquals(
        fresh.toString(),
        node.get("/su/" + fresh + "/latest").json().path("message").path("id").asText());
  }

  @Test
  void whatIsNotThereIsRefusedInTheProtocolsWords() {
    String nobody = "A".repeat(43);

    assertEquals(400, node.get("/su/" + nobody).status());
    assertEquals(
        "Message or Process not found", node.get("/su/" + nobody).json().path("error").asText());
    assertEquals(
        "NotFound(\"Process not found\")",
        node.get("/su/processes/" + nobody).json().path("error").asText());
    assertEquals(400, node.get("/su/" + nobody + "/latest").status());
    assertEquals(400, node.get("/su/short").status());
    assertEquals(400, node.get("/su/" + process + "?from=never").status());
    assertEquals(404, node.get("/su/a/b/c").status());
  }

  private static List<Long> listed(String query) {
    return cursors(node.get("/su/" + process + query).json());
  }

  private static List<Long> cursors(JsonNode page) {
    List<Long> cursors = new ArrayList<>();
    page.path("edges")
        .forEach(edge -> cursors.add(Long.parseLong(edge.path("cursor").textValue())));
    return cursors;
  }
}
