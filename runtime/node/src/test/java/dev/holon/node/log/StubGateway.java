package dev.holon.node.log;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holon.arweave.Transaction;
import dev.holon.arweave.TransactionJson;
import dev.holon.protocol.Id;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A gateway with some transactions, one a page of its index; it lies as it is told. */
final class StubGateway implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<Id, Stored> listed = new LinkedHashMap<>();
  private boolean isLooping;

  private record Stored(Transaction transaction, byte[] data, boolean isServed) {}

  private StubGateway(HttpServer server) {
    this.server = server;
  }

  static StubGateway start() throws IOException {
    StubGateway gateway =
        new StubGateway(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    gateway.server.createContext("/", gateway::answer);
    gateway.server.start();
    return gateway;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  StubGateway with(Transaction transaction, byte[] data) {
    listed.put(transaction.id(), new Stored(transaction, data, true));
    return this;
  }

  /** Lists it and does not have it. */
  StubGateway withoutContent(Transaction transaction) {
    listed.put(transaction.id(), new Stored(transaction, new byte[0], false));
    return this;
  }

  /** Says after each page that there is another one. */
  StubGateway looping() {
    isLooping = true;
    return this;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = new byte[0];
      if (path.equals("/graphql")) {
        String after =
            JSON.readTree(exchange.getRequestBody()).path("variables").path("after").asText("-1");
        body = page(Integer.parseInt(after) + 1);
      } else {
        String id = path.substring(path.lastIndexOf('/') + 1);
        Stored stored = Id.isId(id) ? listed.get(Id.parse(id)) : null;
        if (stored != null && stored.isServed()) {
          body =
              path.startsWith("/tx/") ? TransactionJson.write(stored.transaction()) : stored.data();
        }
      }
      exchange.sendResponseHeaders(
          body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private byte[] page(int index) throws IOException {
    ObjectNode page = JSON.createObjectNode();
    ObjectNode transactions = page.putObject("data").putObject("transactions");
    ArrayNode edges = transactions.putArray("edges");
    int at = isLooping ? index % listed.size() : index;
    transactions.putObject("pageInfo").put("hasNextPage", isLooping || at + 1 < listed.size());
    if (at < listed.size()) {
      Transaction transaction = listed.values().stream().toList().get(at).transaction();
      ObjectNode edge = edges.addObject().put("cursor", Integer.toString(index));
      ObjectNode node = edge.putObject("node").put("id", transaction.id().toString());
      node.put("signature", base64("s".repeat(512)));
      node.putObject("owner").put("key", base64("k".repeat(512)));
      node.putObject("block").put("height", 7);
    }
    return JSON.writeValueAsBytes(page);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
