package dev.holon.node.settlement;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A node or bundler that answers what a test says it answers, and remembers what was posted. */
final class StubArweave implements AutoCloseable {
  private record Reply(int status, byte[] body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Reply> replies = new ConcurrentHashMap<>();

  /** Method and path of each request that was no GET. */
  final List<String> posts = Collections.synchronizedList(new ArrayList<>());

  final List<byte[]> bodies = Collections.synchronizedList(new ArrayList<>());

  StubArweave() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    on("GET /tx_anchor", 200, Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[48]));
    height(1_000);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What it answers from now on to a request whose method and path begin so. */
  StubArweave on(String request, int status, String body) {
    replies.put(request, new Reply(status, body.getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  StubArweave height(long height) {
    return on("GET /info", 200, "{\"network\":\"test\",\"height\":" + height + "}");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (!request.startsWith("GET ")) {
      posts.add(request);
      bodies.add(body);
    }
    // The longest beginning counts.
    Reply reply =
        replies.entrySet().stream()
            .filter(entry -> request.startsWith(entry.getKey()))
            .max(Comparator.comparingInt(entry -> entry.getKey().length()))
            .map(Map.Entry::getValue)
            .orElse(new Reply(404, "Not Found".getBytes(StandardCharsets.UTF_8)));
    exchange.sendResponseHeaders(
        reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
    exchange.getResponseBody().write(reply.body());
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
