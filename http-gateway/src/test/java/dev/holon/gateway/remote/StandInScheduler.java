package dev.holon.gateway.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Another cluster's gateway and scheduler in one small server on loopback. */
final class StandInScheduler implements AutoCloseable {
  static final String WALLET = "W".repeat(42) + "A";

  /** An answer of the scheduler; a location makes it a redirect. */
  record Answer(int status, String body, String location) {
    static Answer of(int status, String body) {
      return new Answer(status, body, "");
    }
  }

  final List<byte[]> posted = new CopyOnWriteArrayList<>();
  final List<String> paths = new CopyOnWriteArrayList<>();
  final AtomicInteger questions = new AtomicInteger();
  volatile Answer answer = Answer.of(200, "{\"id\":\"x\",\"timestamp\":1}");
  volatile boolean knowsProcesses = true;
  volatile String location;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);

  StandInScheduler() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    location = url() + "/su";
    server.createContext("/graphql", this::graphql);
    server.createContext("/su", this::schedule);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void graphql(HttpExchange exchange) throws IOException {
    questions.incrementAndGet();
    String query = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String tags =
        query.contains("owners")
            ? tag("Url", location + "/") + "," + tag("Time-To-Live", "3600000")
            : tag("Type", "Process") + "," + tag("Scheduler", WALLET);
    String edges = knowsProcesses ? "{\"node\":{\"tags\":[" + tags + "]}}" : "";
    answer(exchange, Answer.of(200, "{\"data\":{\"transactions\":{\"edges\":[" + edges + "]}}}"));
  }

  private static String tag(String name, String value) {
    return "{\"name\":\"" + name + "\",\"value\":\"" + value + "\"}";
  }

  private void schedule(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    paths.add(exchange.getRequestMethod() + " " + uri);
    byte[] body = exchange.getRequestBody().readAllBytes();
    boolean isMoved = uri.getPath().endsWith("/moved");
    if (answer.location().isEmpty() || isMoved) {
      posted.add(body);
    }
    answer(exchange, isMoved ? Answer.of(200, "{}") : answer);
  }

  private static void answer(HttpExchange exchange, Answer answer) throws IOException {
    if (!answer.location().isEmpty()) {
      exchange.getResponseHeaders().add("Location", answer.location());
    }
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
