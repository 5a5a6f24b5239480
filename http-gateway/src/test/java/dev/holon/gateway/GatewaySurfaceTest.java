package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holon.gateway.wire.Json;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GatewaySurfaceTest {
  private static TestNode node;
  private static DataItem module;
  private static DataItem location;
  private static ProcessId process;

  @BeforeAll
  static void start() {
    node = TestNode.start();
    module =
        TestNode.item(
            null,
            List.of(
                new Tag("Data-Protocol", "ao"),
                new Tag("Type", "Module"),
                new Tag("Module-Format", "lua"),
                new Tag("Input-Encoding", "JSON-1"),
                new Tag("Output-Encoding", "JSON-1"),
                new Tag("Content-Type", "text/x-lua")),
            "return 1".getBytes(StandardCharsets.UTF_8));
    location =
        TestNode.item(
            null,
            List.of(
                new Tag("Data-Protocol", "ao"),
                new Tag("Type", "Scheduler-Location"),
                new Tag("Variant", "ao.TN.1"),
                new Tag("Url", "http://localhost/su"),
                new Tag("Time-To-Live", "3600000")),
            new byte[] {' '});
    node.records.put(module, 100, 1_700_000_000_999L);
    node.records.put(location, 200, 1_700_000_100_000L);
    for (int i = 0; i < 5; i++) {
      List<Tag> tags = List.of(new Tag("Type", "Filler"), new Tag("Number", Integer.toString(i)));
      node.records.put(TestNode.item(null, tags, new byte[1]), 10 + i, 1_600_000_000_000L);
    }
    process =
        node.spawned(
            "gateway",
            new Tag("Bad\r\nName", "x"),
            new Tag("Set-Cookie", "a=b"),
            new Tag("Note", "gr\u00fc\u00df"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void clientFindsAModuleBeforeItSpawns() {
    JsonNode answer =
        graphql(
            """
            query ($transactionIds: [ID!]!) {
              transactions(ids: $transactionIds) {
                edges { node { owner { address } tags { name value } block { id height timestamp } } }
              }
            }""",
            "transactionIds",
            List.of(module.id().toString()));

    JsonNode found = answer.path("data").path("transactions").path("edges").path(0).path("node");
    assertEquals(TestNode.USER.address().text(), found.path("owner").path("address").asText());
    assertEquals("Data-Protocol", found.path("tags").path(0).path("name").asText());
    assertEquals(100, found.path("block").path("height").asInt());
    assertEquals(1_700_000_000, found.path("block").path("timestamp").asLong());
    assertEquals(64, found.path("block").path("id").asText().length());
  }

  @Test
  void schedulerIsLocatedByItsOwner() {
    JsonNode answer =
        graphql(
            """
            query GetSchedulerLocation ($owner: String!) {
              transactions(
                owners: [$owner]
                tags: [{name: "Data-Protocol", values: ["ao"]}, {name: "Type", values: ["Scheduler-Location"]}]
                sort: HEIGHT_DESC
                first: 1
              ) { edges { node { tags { name value } } } }
            }""",
            "owner",
            TestNode.USER.address().text());

    JsonNode tags =
        answer.path("data").path("transactions").path("edges").path(0).path("node").path("tags");
    assertEquals("http://localhost/su", tags.path(3).path("value").asText());
  }

  @Test
  void processIsFoundById() {
    JsonNode answer =
        graphql(
            """
            query ($ids: [ID!]!) {
              transactions(ids: $ids, tags: [{name: "Data-Protocol", values: ["ao"]}]) {
                edges { node { id tags { name value } recipient anchor data { size type } parent { id } bundledIn { id } } }
              }
            }""",
            "ids",
            List.of(process.toString(), "A".repeat(43), "nonsense"));

    JsonNode edges = answer.path("data").path("transactions").path("edges");
    assertEquals(1, edges.size());
    JsonNode found = edges.path(0).path("node");
    assertEquals(process.toString(), found.path("id").asText());
    assertEquals("", found.path("recipient").asText());
    assertEquals("1", found.path("data").path("size").asText());
    assertTrue(found.path("parent").isNull());
  }

  @Test
  void wildOwnersFindNothing() {
    JsonNode answer =
        graphql(
            "{ transactions(owners: [\"0x0000000000000000000000000000000000000001\"]) { edges { cursor } } }");

    assertEquals(0, answer.path("data").path("transactions").path("edges").size());
  }

  @Test
  void pagesFollowTheirCursor() {
    String query =
        """
        query ($after: String) {
          transactions(tags: [{name: "Type", values: ["Filler"]}], first: 2, after: $after, sort: HEIGHT_ASC) {
            pageInfo { hasNextPage } edges { cursor node { block { height } } }
          }
        }""";
    JsonNode one = graphql(query, "after", "").path("data").path("transactions");
    JsonNode two = graphql(query, "after", cursor(one)).path("data").path("transactions");
    JsonNode three = graphql(query, "after", cursor(two)).path("data").path("transactions");

    assertEquals(10, height(one, 0));
    assertEquals(12, height(two, 0));
    assertEquals(14, height(three, 0));
    assertTrue(two.path("pageInfo").path("hasNextPage").asBoolean());
    assertFalse(three.path("pageInfo").path("hasNextPage").asBoolean());
  }

  @Test
  void blockRangesAndNegatedTagsFilter() {
    JsonNode answer =
        graphql(
            """
            { transactions(block: {min: 12, max: 100}, tags: [{name: "Number", values: ["3"], op: NEQ}]) {
                edges { node { block { height } } } } }""");

    JsonNode found = answer.path("data").path("transactions");
    assertEquals(
        List.of(100, 14, 12), List.of(height(found, 0), height(found, 1), height(found, 2)));
    assertEquals(3, found.path("edges").size());
  }

  @Test
  void singleTransactionIsFoundOrNull() {
    JsonNode answer =
        graphql(
            "{ a: transaction(id: \"%s\") { id } b: transaction(id: \"x\") { id } }"
                .formatted(module.id()));

    assertEquals(module.id().toString(), answer.path("data").path("a").path("id").asText());
    assertTrue(answer.path("data").path("b").isNull());
  }

  @Test
  void blocksCountUpFromTheirMinimum() {
    long from = TestNode.HEIGHT - 2;
    JsonNode answer =
        graphql(
            """
            query ($min: Int, $limit: Int) {
              blocks(height: {min: $min}, first: $limit, sort: HEIGHT_ASC) {
                pageInfo { hasNextPage } edges { cursor node { id timestamp height previous } }
              }
            }""",
            "min",
            (int) from,
            "limit",
            90);

    JsonNode blocks = answer.path("data").path("blocks");
    assertEquals(3, blocks.path("edges").size());
    assertEquals(from, blocks.path("edges").path(0).path("node").path("height").asLong());
    JsonNode last = blocks.path("edges").path(2).path("node");
    assertEquals(TestNode.NOW.getEpochSecond(), last.path("timestamp").asLong());
    assertEquals(blocks.path("edges").path(1).path("node").path("id"), last.path("previous"));
    JsonNode again =
        graphql("{ block(id: \"%s\") { height } }".formatted(last.path("id").asText()));
    assertEquals(TestNode.HEIGHT, again.path("data").path("block").path("height").asLong());
  }

  @Test
  void queriesMayComeByGet() {
    String query =
        URLEncoder.encode("{transaction(id:\"" + module.id() + "\"){id}}", StandardCharsets.UTF_8);

    TestNode.Reply reply = node.get("/gateway/graphql?query=" + query);

    assertEquals(200, reply.status());
    assertEquals(
        module.id().toString(), reply.json().path("data").path("transaction").path("id").asText());
  }

  @Test
  void schemaMayBeExplored() {
    JsonNode answer = graphql(graphql.introspection.IntrospectionQuery.INTROSPECTION_QUERY);

    assertFalse(answer.has("errors"), answer.path("errors").toString());
  }

  @Test
  void queriesAreBounded() {
    assertTrue(graphql("{ transactions(first: 101) { edges { cursor } } }").has("errors"));
    assertTrue(graphql("{ transactions(after: \"?\") { edges { cursor } } }").has("errors"));
    assertTrue(graphql("{" + "a: b { c ".repeat(20) + "}".repeat(21)).has("errors"));
    StringBuilder wide = new StringBuilder("{");
    for (int i = 0; i < 600; i++) {
      wide.append("a").append(i).append(":transaction(id:\"x\"){id} ");
    }
    assertTrue(graphql(wide.append("}").toString()).has("errors"));
    assertEquals(400, node.post("/graphql", "{\"query\":\"" + " ".repeat(70_000) + "\"}").status());
    assertEquals(400, node.post("/graphql", "{}").status());
    assertEquals(400, node.post("/graphql", "nonsense").status());
    assertEquals(400, node.post("/graphql", "{\"query\":\"{a}\",\"variables\":[]}").status());
  }

  @Test
  void rawDataComesWithItsType() {
    TestNode.Reply reply = node.get("/raw/" + module.id());

    assertEquals(200, reply.status());
    assertEquals("return 1", reply.text());
    assertTrue(String.valueOf(reply.header("Content-Type")).startsWith("text/x-lua"));
    assertEquals("public, max-age=31536000, immutable", reply.header("Cache-Control"));
    assertEquals(
        "application/octet-stream", node.get("/raw/" + location.id()).header("Content-Type"));
  }

  @Test
  void tagsComeAsHeaders() {
    TestNode.Reply reply = node.get("/" + process);

    assertEquals("Process", reply.header("type"));
    assertEquals("gateway", reply.header("name"));
    assertEquals(TestNode.SCHEDULER.address().text(), reply.header("scheduler"));
    assertNull(reply.header("set-cookie"));
    assertNull(reply.header("note"));
    assertEquals(" ", reply.text());
  }

  @Test
  void headHasHeadersOnly() {
    TestNode.Reply reply = node.send("HEAD", "/" + process, HttpRequest.BodyPublishers.noBody());

    assertEquals(200, reply.status());
    assertEquals("1", reply.header("Content-Length"));
    assertEquals("Process", reply.header("type"));
    assertEquals(0, reply.response().body().length);
  }

  @Test
  void unknownItemsAreNotFound() {
    assertEquals(404, node.get("/raw/" + "A".repeat(43)).status());
    assertEquals("HTTP-0404", node.get("/" + "A".repeat(43)).json().path("code").asText());
  }

  @Test
  void infoShowsTheHeight() {
    JsonNode info = node.get("/info").json();

    assertEquals(TestNode.HEIGHT, info.path("height").asLong());
    assertNotNull(info.path("current").textValue());
  }

  private static int height(JsonNode connection, int edge) {
    return connection.path("edges").path(edge).path("node").path("block").path("height").asInt();
  }

  private static String cursor(JsonNode connection) {
    return connection
        .path("edges")
        .path(connection.path("edges").size() - 1)
        .path("cursor")
        .asText();
  }

  private static JsonNode graphql(String query, Object... variables) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("query", query);
    ObjectNode values = body.putObject("variables");
    for (int i = 0; i < variables.length; i += 2) {
      values.set((String) variables[i], Json.MAPPER.valueToTree(variables[i + 1]));
    }
    TestNode.Reply reply = node.post("/graphql", body.toString());
    assertEquals(200, reply.status(), reply.text());
    return reply.json();
  }
}
