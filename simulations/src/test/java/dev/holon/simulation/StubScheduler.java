package dev.holon.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holon.core.verify.LogSlot;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Tag;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A scheduler that is not Holon's: it lists a log as ao-protocol.md §2.3 says, pages by nonce, and
 * knows nothing else.
 */
final class StubScheduler implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final HttpServer server;
  private final List<LogSlot> log;

  private StubScheduler(HttpServer server, List<LogSlot> log) {
    this.server = server;
    this.log = List.copyOf(log);
  }

  static StubScheduler of(List<LogSlot> log) throws IOException {
    InetSocketAddress place = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    StubScheduler stub = new StubScheduler(HttpServer.create(place, 0), log);
    stub.server.createContext("/", stub::answer);
    stub.server.start();
    return stub;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> query = query(exchange.getRequestURI());
      long from = Long.parseLong(query.getOrDefault("from-nonce", "-1"));
      int limit = Integer.parseInt(query.getOrDefault("limit", "100"));
      List<LogSlot> rest = log.stream().filter(slot -> slot.slot() > from).toList();
      List<LogSlot> page = rest.subList(0, Math.min(limit, rest.size()));
      ObjectNode list = JSON.createObjectNode();
      list.putObject("page_info").put("has_next_page", page.size() < rest.size());
      ArrayNode edges = list.putArray("edges");
      for (LogSlot slot : page) {
        ObjectNode edge = edges.addObject();
        ObjectNode node = edge.putObject("node");
        if (slot.message() == null) {
          node.putNull("message");
        } else {
          node.set("message", message(slot.message(), slot.slot() == 0));
        }
        node.set("assignment", fields(slot.assignment(), query.containsKey("show-anchor")));
        edge.put("cursor", Long.toString(slot.slot()));
      }
      byte[] body = JSON.writeValueAsBytes(list);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static ObjectNode message(DataItem item, boolean isProcess) {
    ObjectNode json = fields(item, false);
    json.put("data", StandardCharsets.UTF_8.decode(item.data()).toString());
    json.put("target", item.target().map(Object::toString).orElse(isProcess ? null : ""));
    return json;
  }

  private static ObjectNode fields(DataItem item, boolean showsAnchor) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", item.id().toString());
    ObjectNode owner = json.putObject("owner");
    owner.put("address", item.ownerAddress().text());
    owner.put("key", BASE64.encodeToString(item.owner()));
    ArrayNode tags = json.putArray("tags");
    for (Tag tag : item.tags()) {
      tags.addObject().put("name", tag.name()).put("value", tag.value());
    }
    json.put("signature", BASE64.encodeToString(item.signature()));
    json.put("anchor", item.anchor().map(bytes -> anchor(bytes, showsAnchor)).orElse(null));
    json.put("target", "");
    return json;
  }

  private static @org.jspecify.annotations.Nullable String anchor(
      byte[] bytes, boolean showsAnchor) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return showsAnchor ? BASE64.encodeToString(bytes) : null;
    }
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> values = new HashMap<>();
    String query = uri.getQuery();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      values.put(parts[0], parts.length > 1 ? parts[1] : "");
    }
    return values;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
