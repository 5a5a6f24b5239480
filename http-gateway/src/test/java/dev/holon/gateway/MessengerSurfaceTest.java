package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.RefusalCode;
import dev.holon.core.StoreException;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MessengerSurfaceTest {
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @AfterEach
  void serveAgain() {
    node.units.failure = null;
    node.units.refusal = null;
  }

  @Test
  void namesItself() {
    assertEquals("ao messenger unit", node.get("/").text());
    assertEquals("ao messenger unit", node.get("/mu").text());
    assertEquals("ao messenger unit", node.get("//mu//").text());
  }

  @Test
  void acceptsASpawnAndAMessage() {
    DataItem process = TestNode.process(new Tag("Name", "accepts"));
    TestNode.Reply spawn = node.post("/", process.toBytes());
    DataItem message = TestNode.message(new ProcessId(process.id()), "1 + 1");
    TestNode.Reply sent = node.post("/mu/", message.toBytes());

    assertEquals(202, spawn.status());
    assertEquals(
        "{\"message\":\"Processing DataItem\",\"id\":\"" + process.id() + "\"}", spawn.text());
    assertEquals(202, sent.status());
    assertEquals(message.id().toString(), sent.json().path("id").asText());
  }

  @Test
  void repeatedItemIsAnsweredAsIfNew() {
    DataItem message = TestNode.message(node.spawned("repeated"), "again");

    TestNode.Reply first = node.post("/", message.toBytes());
    TestNode.Reply second = node.post("/", message.toBytes());

    assertEquals(202, second.status());
    assertEquals(first.text(), second.text());
  }

  @Test
  void assignsAnExistingMessage() {
    ProcessId one = node.spawned("assign one");
    ProcessId other = node.spawned("assign other");
    DataItem message = TestNode.message(one, "shared");
    node.scheduled(message);

    TestNode.Reply reply =
        node.post(
            "/?process-id=" + other + "&assign=" + message.id() + "&exclude=Data,Tags",
            new byte[0]);

    LogEntry entry = node.schedule.latest(other).orElseThrow();
    assertEquals(202, reply.status());
    assertEquals(
        "{\"message\":\"Processing Assignment\",\"id\":\"" + entry.assignmentId() + "\"}",
        reply.text());
    assertEquals(
        2, entry.assignment().tags().stream().filter(tag -> tag.name().equals("Exclude")).count());
  }

  @Test
  void halfAnAssignmentIsRefused() {
    TestNode.Reply reply = node.post("/?process-id=" + node.spawned("half"), new byte[0]);

    assertEquals(400, reply.status());
    assertTrue(
        reply
            .json()
            .path("error")
            .asText()
            .endsWith(
                "You must set both process-id and assign to send an assignment, not just one"));
  }

  @Test
  void baseLayerIsRefused() {
    ProcessId process = node.spawned("base layer");

    TestNode.Reply reply =
        node.post("/?process-id=" + process + "&assign=" + process + "&base-layer", new byte[0]);

    assertEquals(400, reply.status());
    assertEquals("SCHED-0009", reply.json().path("code").asText());
  }

  @Test
  void settledTransactionOfTheBaseLayerIsAssigned() {
    ProcessId process = node.spawned("base layer, settled");
    Id transaction = Id.parse("B".repeat(42) + "A");
    node.units.settled.add(transaction);

    TestNode.Reply reply =
        node.post(
            "/?process-id=" + process + "&assign=" + transaction + "&base-layer&exclude=Data",
            new byte[0]);

    LogEntry entry = node.schedule.latest(process).orElseThrow();
    assertEquals(202, reply.status());
    assertEquals(entry.assignmentId().toString(), reply.json().path("id").asText());
    assertEquals(transaction, entry.itemId());
    assertEquals(Optional.of("Data"), Tag.first(entry.assignment().tags(), "Exclude"));
  }

  @Test
  void unknownTargetIsRefused() {
    ProcessId nobody = ProcessId.parse("A".repeat(43));

    TestNode.Reply reply = node.post("/", TestNode.message(nobody, "x").toBytes());

    assertEquals(400, reply.status());
    assertEquals("SCHED-0001", reply.json().path("code").asText());
    assertEquals("NEVER", reply.json().path("retry").asText());
    assertTrue(reply.json().path("error").asText().startsWith("SCHED-0001: "));
  }

  @Test
  void missingTagsAreRefused() {
    ProcessId process = node.spawned("missing tags");
    byte[] noType =
        TestNode.item(process.id(), List.of(new Tag("Data-Protocol", "ao")), new byte[1]).toBytes();
    byte[] noProtocol =
        TestNode.item(process.id(), List.of(new Tag("Type", "Message")), new byte[1]).toBytes();

    assertEquals("SCHED-0002", node.post("/", noType).json().path("code").asText());
    assertEquals("SCHED-0003", node.post("/", noProtocol).json().path("code").asText());
  }

  @Test
  void otherProtocolsAreTheSchedulersToTake() {
    ProcessId process = node.spawned("other protocol");
    List<Tag> tags = List.of(new Tag("Data-Protocol", "other"), new Tag("Type", "Message"));
    byte[] other = TestNode.item(process.id(), tags, new byte[1]).toBytes();

    assertEquals("SCHED-0003", node.post("/", other).json().path("code").asText());
    assertEquals(200, node.post("/su/", other).status());
  }

  @Test
  void truncatedItemIsRefused() {
    byte[] whole = TestNode.process().toBytes();

    TestNode.Reply reply = node.post("/", Arrays.copyOf(whole, 90));
    TestNode.Reply empty = node.post("/", new byte[0]);

    assertEquals(400, reply.status());
    assertEquals("ITEM-0001", reply.json().path("code").asText());
    assertEquals(400, empty.status());
    assertEquals("ITEM-0001", empty.json().path("code").asText());
  }

  @Test
  void badSignatureIsRefused() {
    byte[] bytes = TestNode.process().toBytes();
    bytes[bytes.length - 1] ^= 1;

    TestNode.Reply reply = node.post("/", bytes);

    assertEquals(400, reply.status());
    assertTrue(reply.json().path("error").asText().contains("BAD_SIGNATURE"), reply.text());
  }

  @Test
  void tooManyTagsAreRefused() throws Exception {
    byte[] bytes = ItemBytes.withTagCount(TestNode.process().toBytes(), 129);

    TestNode.Reply reply = node.post("/", bytes);

    assertEquals(400, reply.status());
    assertTrue(reply.json().path("error").asText().contains("TAG_COUNT_LIMIT"), reply.text());
  }

  @Test
  void bodyOverTheLimitIsRefusedByItsDeclaredLength() {
    TestNode.Reply reply = node.post("/", new byte[11 * 1024 * 1024]);

    assertEquals(413, reply.status());
    assertEquals("HTTP-0413", reply.json().path("code").asText());
    assertTrue(reply.json().path("error").asText().contains("10485760"));
  }

  @Test
  void chunkedBodyOverTheLimitIsRefused() {
    TestNode.Reply reply =
        node.send(
            "POST",
            "/",
            HttpRequest.BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream(new byte[11 * 1024 * 1024])));

    assertEquals(413, reply.status());
    assertEquals("HTTP-0413", reply.json().path("code").asText());
  }

  @Test
  void chunkedItemIsAccepted() {
    byte[] item =
        new UnsignedItem(
                null, null, TestNode.process(new Tag("Name", "chunked")).tags(), new byte[300_000])
            .sign(TestNode.USER)
            .toBytes();

    TestNode.Reply reply =
        node.send(
            "POST",
            "/",
            HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(item)));

    assertEquals(202, reply.status(), reply.text());
  }

  @Test
  void statusFollowsWhatTheCallerShouldDo() {
    byte[] item = TestNode.process().toBytes();

    node.units.refusal = RefusalCode.BUSY;
    TestNode.Reply later = node.post("/", item);
    node.units.refusal = RefusalCode.FOREIGN_SCHEDULER;
    TestNode.Reply elsewhere = node.post("/", item);
    node.units.refusal = RefusalCode.STORE_UNAVAILABLE;
    TestNode.Reply unknown = node.post("/", item);

    assertEquals(503, later.status());
    assertEquals("1", later.header("Retry-After"));
    assertEquals(421, elsewhere.status());
    assertEquals(503, unknown.status());
    assertEquals("UNKNOWN", unknown.json().path("retry").asText());
  }

  @Test
  void failuresOfTheNodeShowNoCause() {
    byte[] item = TestNode.process().toBytes();

    node.units.failure = new IllegalStateException("secret");
    TestNode.Reply unexpected = node.post("/", item);
    node.units.failure = new StoreException("secret", new IllegalStateException());
    TestNode.Reply store = node.post("/", item);

    assertEquals(500, unexpected.status());
    assertEquals("internal error", unexpected.json().path("error").asText());
    assertEquals("HTTP-0500", unexpected.json().path("code").asText());
    assertEquals(503, store.status());
    assertEquals("SCHED-0013", store.json().path("code").asText());
    assertTrue(!store.text().contains("secret"));
  }
}
