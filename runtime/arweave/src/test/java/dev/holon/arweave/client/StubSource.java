package dev.holon.arweave.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway on the loopback interface that answers what a test told it to, and 404 to the rest. */
final class StubSource implements AutoCloseable {
  private static final long HANG_SECONDS_MAX = 20;

  private record Canned(int status, byte[] body, Map<String, String> headers) {}

  private final HttpServer server;
  private final Map<String, Canned> answers = new ConcurrentHashMap<>();
  private final AtomicInteger requestCount = new AtomicInteger();
  private final CountDownLatch release = new CountDownLatch(1);
  private volatile boolean isHanging;
  private volatile int statusForAll;

  StubSource() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  StubSource with(String path, byte[] body) {
    answers.put(path, new Canned(200, body, Map.of()));
    return this;
  }

  StubSource with(String path, String body) {
    return with(path, body.getBytes(StandardCharsets.UTF_8));
  }

  /** A page that says that there is nothing. */
  StubSource without(String path, String page) {
    answers.put(path, new Canned(404, page.getBytes(StandardCharsets.UTF_8), Map.of()));
    return this;
  }

  StubSource redirecting(String path, String location) {
    answers.put(path, new Canned(302, new byte[0], Map.of("Location", location)));
    return this;
  }

  /** From now on every request gets this status; 0: as before. */
  StubSource failingWith(int status) {
    statusForAll = status;
    return this;
  }

  /** From now on no request is answered before the end. */
  StubSource hanging() {
    isHanging = true;
    return this;
  }

  int requestCount() {
    return requestCount.get();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    requestCount.incrementAndGet();
    try (exchange) {
      if (isHanging) {
        boolean isReleased = release.await(HANG_SECONDS_MAX, TimeUnit.SECONDS);
        if (!isReleased) {
          return;
        }
      }
      exchange.getRequestBody().readAllBytes();
      Canned canned =
          statusForAll != 0
              ? new Canned(statusForAll, new byte[0], Map.of())
              : answers.getOrDefault(
                  exchange.getRequestURI().getPath(), new Canned(404, new byte[0], Map.of()));
      canned.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
      exchange.sendResponseHeaders(
          canned.status(), canned.body().length == 0 ? -1 : canned.body().length);
      exchange.getResponseBody().write(canned.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    release.countDown();
    server.stop(0);
  }
}
