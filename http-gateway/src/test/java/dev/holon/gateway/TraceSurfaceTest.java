package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.messenger.Cause;
import dev.holon.core.messenger.Outbox;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.trace.EvaluationTime;
import dev.holon.core.trace.Place;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.Value;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TraceSurfaceTest {
  private static TestNode node;
  private static LogEntry cause;
  private static LogEntry child;

  /** A message sends three: the first arrives and fails, the second is refused, the third waits. */
  @BeforeAll
  static void start() {
    node = TestNode.start();
    ProcessId parent = node.spawned("trace parent");
    ProcessId other = node.spawned("trace other");
    cause = node.scheduled(TestNode.message(parent, "slow"));
    child = node.scheduled(TestNode.message(other, "boom"));
    Result.OutboundMessage message =
        new Result.OutboundMessage(other.toString(), "", List.of(), null);
    Result result =
        new Result(
            List.of(message, message, message),
            List.of(),
            List.of(),
            Value.Text.of("three sent"),
            42,
            null);
    List<OutboxEntry> entries = Outbox.entriesOf(parent, 1, Cause.of(cause), result);
    node.results.append(
        new StoredResult(parent, 1, cause.timestampMillis(), result, cause.hashChain()), entries);
    node.stores
        .outbox()
        .update(
            List.of(
                new StateChange(
                    new OutboxKey(parent, 1, 0),
                    new DeliveryState.Delivered(child.itemId(), child.slot())),
                new StateChange(
                    new OutboxKey(parent, 1, 1), new DeliveryState.Refused("SCHED-0002"))));
    node.stores.traces().accept(new EvaluationTime(new Place(parent, 1), 9_000, 1_234));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void showsWhatAMessageCaused() {
    JsonNode tree = node.get("/trace/" + cause.itemId()).json();

    assertEquals(cause.process().toString(), tree.path("process").asText());
    assertEquals(1, tree.path("slot").asInt());
    assertEquals("evaluated", tree.path("state").asText());
    assertEquals(42, tree.path("gasUsed").asInt());
    assertEquals(1_234, tree.path("evaluationMicros").asInt());
    assertEquals(9_000, tree.path("evaluatedAt").asInt());
    assertEquals("three sent", tree.path("output").asText());
    JsonNode pushes = tree.path("pushes");
    assertEquals(3, pushes.size());
    assertEquals("delivered", pushes.path(0).path("state").asText());
    assertEquals(cause.itemId().toString(), pushes.path(0).path("pushedFor").asText());
    assertEquals("refused", pushes.path(1).path("state").asText());
    assertEquals("SCHED-0002", pushes.path(1).path("cause").asText());
    assertEquals("pending", pushes.path(2).path("state").asText());
    JsonNode failed = pushes.path(0).path("children").path(0);
    assertEquals("failed", failed.path("state").asText());
    assertEquals("boom", failed.path("error").asText());
    assertEquals(child.itemId().toString(), failed.path("message").asText());
  }

  @Test
  void sameBytesEachTimeByMessageAndAssignment() {
    String text = node.get("/trace/" + cause.itemId()).text();

    assertEquals(text, node.get("/trace/" + cause.itemId()).text());
    assertEquals(text, node.get("/trace/" + cause.assignmentId()).text());
    assertEquals(
        text, node.get("/trace/" + cause.itemId() + "?process-id=" + cause.process()).text());
  }

  @Test
  void wideAndDeepTracesGoOnElsewhere() {
    JsonNode narrow = node.get("/trace/" + cause.itemId() + "?width=2").json();
    JsonNode rest = node.get(narrow.path("next").asText()).json();
    JsonNode flat = node.get("/trace/" + cause.itemId() + "?depth=0").json();
    JsonNode cut = flat.path("pushes").path(0).path("children").path(0);

    assertEquals("width", narrow.path("truncated").asText());
    assertEquals(2, narrow.path("pushes").size());
    assertEquals(2, rest.path("pushes").path(0).path("index").asInt());
    assertFalse(rest.has("truncated"));
    assertEquals("depth", cut.path("truncated").asText());
    assertEquals("boom", node.get(cut.path("next").asText()).json().path("error").asText());
  }

  @Test
  void messengerShowsTracesInTheNetworksForm() {
    String path = "/?debug=1&process=" + cause.process();
    JsonNode received = node.get(path).json();
    JsonNode caused = node.get(path + "&message=" + cause.itemId()).json();
    JsonNode second = node.get(path + "&page=2&page-size=1").json();

    assertEquals(2, received.path("edges").size());
    assertEquals("SPAWN", received.path("edges").path(0).path("node").path("type").asText());
    JsonNode line = caused.path("edges").path(1).path("node");
    assertEquals("child", line.path("relation").asText());
    assertEquals(child.itemId().toString(), line.path("messageId").asText());
    assertEquals(child.process().toString(), line.path("processId").asText());
    assertEquals(cause.itemId().toString(), line.path("parentId").asText());
    assertEquals(TestNode.USER.address().text(), line.path("wallet").asText());
    assertTrue(line.path("ip").isNull());
    assertEquals("MESSAGE", line.path("type").asText());
    assertFalse(caused.path("pageInfo").path("hasNextPage").asBoolean());
    assertEquals(
        cause.itemId().toString(), second.path("edges").path(0).path("node").path("id").asText());
    assertEquals("1", second.path("edges").path(0).path("cursor").asText());
    assertEquals(0, node.get(path + "&wallet=nobody").json().path("edges").size());
    assertTrue(
        node.get(path + "&page-size=1").json().path("pageInfo").path("hasNextPage").asBoolean());
  }

  @Test
  void onlyOneItemIsTracedAtOnce() {
    String path = "/?debug=1&process=" + cause.process() + "&message=" + cause.itemId();

    assertEquals(422, node.get(path + "&spawn=" + cause.itemId()).status());
    assertEquals(400, node.get("/?debug=1").status());
    assertEquals(400, node.get(path + "&page=0").status());
  }

  @Test
  void malformedAndUnknownAreRefused() {
    assertEquals(404, node.get("/trace/" + "A".repeat(43)).status());
    assertEquals(400, node.get("/trace/short").status());
    assertEquals(400, node.get("/trace/" + cause.itemId() + "?depth=-1").status());
    assertEquals(400, node.get("/trace/" + cause.itemId() + "?width=0").status());
    assertEquals(400, node.get("/trace/" + cause.itemId() + "?from=-1").status());
    assertTrue(node.get("/limits").json().path("traceNodesMax").asInt() > 0);
  }
}
