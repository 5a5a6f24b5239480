package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.messenger.Cause;
import dev.holon.core.messenger.Outbox;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.Tag;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OutboxSurfaceTest {
  private static TestNode node;
  private static int nextNumber;

  @BeforeAll
  static void start() {
    node = TestNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void entriesArePagedByTheirKeys() {
    LogEntry entry = sent("paged", 3);
    String path = "/outbox?process-id=" + entry.process() + "&limit=2";

    JsonNode first = node.get(path).json();
    JsonNode second = node.get(path + "&after=" + first.path("next").asText()).json();
    JsonNode third = node.get(path + "&after=" + second.path("next").asText()).json();

    String slot = entry.process() + "/" + entry.slot() + "/";
    assertEquals(List.of(slot + 0, slot + 1), keys(first));
    assertEquals(List.of(slot + 2), keys(second));
    assertEquals(List.of(), keys(third));
    assertTrue(third.path("next").isNull());
    JsonNode shown = first.path("entries").path(0);
    assertEquals(entry.itemId().toString(), shown.path("root").asText());
    assertEquals(1, shown.path("chain").path("depth").asInt());
    assertEquals("message", shown.path("action").asText());
    assertEquals("t0", shown.path("target").asText());
    assertEquals("pending", shown.path("state").asText());
    assertEquals(0, shown.path("attempts").asInt());
  }

  @Test
  void statesAndTheirFactsAreShown() {
    LogEntry entry = sent("states", 4);
    node.outbox.update(
        List.of(
            change(entry, 0, new DeliveryState.Delivered(entry.itemId(), 17)),
            change(entry, 1, new DeliveryState.Refused("never")),
            change(entry, 2, new DeliveryState.Parked("PUSH-0001 too many")),
            change(entry, 3, new DeliveryState.Pending(3, 5_000, "away"))));

    JsonNode entries =
        node.get("/outbox/" + entry.process() + "/" + entry.slot()).json().path("entries");

    assertEquals("delivered", entries.path(0).path("state").asText());
    assertEquals(17, entries.path(0).path("slot").asInt());
    assertEquals(entry.itemId().toString(), entries.path(0).path("item").asText());
    assertEquals("never", entries.path(1).path("cause").asText());
    assertEquals("PUSH-0001 too many", entries.path(2).path("cause").asText());
    assertEquals(3, entries.path(3).path("attempts").asInt());
    assertEquals(5_000, entries.path(3).path("nextTry").asLong());
    JsonNode parked =
        node.get("/outbox?state=parked&process-id=" + entry.process()).json().path("entries");
    assertEquals(1, parked.size());
    assertEquals("t2", parked.path(0).path("target").asText());
  }

  @Test
  void slotShowsItsOwnEntriesOnly() {
    LogEntry entry = sent("slots", 2);
    LogEntry next = sent(entry.process(), 2);

    assertEquals(2, node.get("/outbox/" + entry.process() + "/1").json().path("entries").size());
    assertEquals(2, node.get("/outbox/" + entry.process() + "/2").json().path("entries").size());
    assertEquals(2, next.slot());
    assertEquals(0, node.get("/outbox/" + entry.process() + "/9").json().path("entries").size());
  }

  @Test
  void operatorParksAndRedoes() {
    LogEntry entry = sent("operator", 1);
    String path = "/outbox/" + entry.process() + "/" + entry.slot() + "/0";

    TestNode.Reply parked = node.post(path + "/park", "");
    TestNode.Reply again = node.post(path + "/park", "");
    TestNode.Reply redone = node.post(path + "/retry", "");

    assertEquals(202, parked.status(), parked.text());
    assertEquals("parked", parked.json().path("state").asText());
    assertEquals(400, again.status());
    assertEquals("pending", redone.json().path("state").asText());
    assertEquals(0, redone.json().path("chain").path("depth").asInt());
    assertEquals(404, node.post(path.replace("/0", "/8") + "/retry", "").status());
    assertEquals("PUSH-0010", node.post(path + "7/retry", "").json().path("code").asText());
  }

  @Test
  void webPageIsNoOperator() throws IOException, InterruptedException {
    LogEntry entry = sent("page", 1);
    String path = "/outbox/" + entry.process() + "/" + entry.slot() + "/0/retry";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.address.getPort() + path))
            .header("Origin", "https://page.example")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();

    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertEquals(403, answer.statusCode());
      assertTrue(answer.body().contains("HTTP-0403"));
    }
  }

  @Test
  void anybodyMayPushAMessageAgainButNotWhatAnOperatorParked() {
    LogEntry entry = sent("push", 2);
    String path = "/push/" + entry.itemId() + "/";
    String query = "?process-id=" + entry.process();
    node.outbox.update(
        List.of(
            change(entry, 0, new DeliveryState.Refused("never")),
            change(entry, 1, new DeliveryState.Pending(0, 0, null))));
    node.post("/outbox/" + entry.process() + "/" + entry.slot() + "/1/park", "");

    TestNode.Reply pushed = node.post(path + "0" + query, "");
    TestNode.Reply held = node.post(path + "1" + query, "");

    assertEquals(202, pushed.status());
    assertEquals(
        "{\"message\":\"Processing Message Result\",\"id\":\"" + entry.itemId() + "\"}",
        pushed.text());
    assertEquals(
        "pending",
        node.get("/outbox/" + entry.process() + "/" + entry.slot())
            .json()
            .path("entries")
            .path(0)
            .path("state")
            .asText());
    assertEquals(403, held.status());
    assertEquals(400, node.post(path + "x" + query, "").status());
    assertEquals(400, node.post(path + "0", "").status());
    assertEquals(404, node.post(path + "2" + query, "").status());
  }

  @Test
  void malformedQuestionsAreRefused() {
    assertEquals(400, node.get("/outbox?state=lost").status());
    assertEquals(400, node.get("/outbox?after=1/2/3").status());
    assertEquals(400, node.get("/outbox?limit=0").status());
    assertEquals(400, node.get("/outbox/" + "A".repeat(43) + "/x").status());
    assertFalse(node.get("/outbox?limit=100000").json().path("entries").isMissingNode());
  }

  private static StateChange change(LogEntry entry, int index, DeliveryState state) {
    return new StateChange(new OutboxKey(entry.process(), entry.slot(), index), state);
  }

  private static List<String> keys(JsonNode page) {
    List<String> keys = new ArrayList<>();
    page.path("entries").forEach(entry -> keys.add(entry.path("key").asText()));
    return keys;
  }

  private static LogEntry sent(String name, int count) {
    return sent(node.spawned(name), count);
  }

  /** A message whose result has sent messages to t0, t1, ... */
  private static LogEntry sent(ProcessId process, int count) {
    LogEntry entry =
        node.scheduled(TestNode.message(process, "slow", new Tag("Number", "" + nextNumber++)));
    List<Result.OutboundMessage> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(new Result.OutboundMessage("t" + i, "", List.of(), null));
    }
    Result result = new Result(messages, List.of(), List.of(), Result.NO_OUTPUT, 1, null);
    node.results
        .append(
            new StoredResult(
                process, entry.slot(), entry.timestampMillis(), result, entry.hashChain()),
            Outbox.entriesOf(process, entry.slot(), Cause.of(entry), result))
        .toCompletableFuture()
        .join();
    return entry;
  }
}
