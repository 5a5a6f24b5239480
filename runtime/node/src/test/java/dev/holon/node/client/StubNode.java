package dev.holon.node.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers as a node would, from a list for each method and path; remembers what it was asked. */
final class StubNode implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();

  /** Method, path with query and, where there is one, Last-Event-ID, in order. */
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  final List<byte[]> bodies = Collections.synchronizedList(new ArrayList<>());

  /** An answer; streams end with their connection. */
  private record Reply(int status, String type, String body) {}

  StubNode() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * The next answer to {@code GET /path?query}; the last one is given again and again. A star
   * stands for the message of {@code /result/}.
   */
  StubNode on(String request, int status, String json) {
    return add(request, new Reply(status, "application/json", json));
  }

  StubNode onStream(String request, String events) {
    return add(request, new Reply(200, "text/event-stream", events));
  }

  private StubNode add(String request, Reply reply) {
    replies.computeIfAbsent(request, key -> new ArrayDeque<>()).add(reply);
    return this;
  }

  private void answer(HttpExchange exchange) {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    String lastEventId = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    asked.add(request + (lastEventId == null ? "" : " after " + lastEventId));
    try (exchange;
        OutputStream out = exchange.getResponseBody()) {
      bodies.add(exchange.getRequestBody().readAllBytes());
      Deque<Reply> list = replies.get(request);
      if (list == null) {
        list = replies.get(request.replaceFirst("/result/[^?]*", "/result/*"));
      }
      Reply reply =
          list == null
              ? new Reply(
                  404, "application/json", "{\"error\":\"the stub has no " + request + "\"}")
              : list.size() > 1 ? list.poll() : list.peek();
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", reply.type());
      exchange.sendResponseHeaders(reply.status(), body.length);
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
