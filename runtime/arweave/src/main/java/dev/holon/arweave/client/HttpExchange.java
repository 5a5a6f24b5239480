package dev.holon.arweave.client;

import dev.holon.protocol.Bytes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests to the sources an operator named. Each is bounded in time, from the connection to the
 * last byte, and in the size of its answer; the number under way is bounded. Redirects are followed
 * to the same host and to hosts below it only: gateways put content into sandboxes there.
 */
final class HttpExchange implements AutoCloseable {
  private static final int UNDER_WAY_MAX = 64;
  private static final int REDIRECTS_MAX = 2;
  private static final int OK = 200;
  private static final long OTHER_ANSWER_BYTES_MAX = 64 << 10;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final HttpClient client;
  private final Semaphore free = new Semaphore(UNDER_WAY_MAX);

  HttpExchange(Duration connectMax) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connectMax)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  /** What one request may take. */
  record Limits(Duration deadline, long answerBytesMax) {}

  /** Fails when there is no whole answer within the limits. */
  CompletableFuture<HttpReply> get(URI uri, Limits limits) {
    return get(uri, inMemory(limits.answerBytesMax()), limits, REDIRECTS_MAX);
  }

  /**
   * As {@link #get}; the body of a successful answer goes into a new file, and the reply has none.
   */
  CompletableFuture<HttpReply> download(URI uri, Path file, Limits limits) {
    BodyHandler<HttpReply> inFile =
        head ->
            head.statusCode() == OK
                ? BodySubscribers.mapping(
                    new BoundedFile(file, limits.answerBytesMax()),
                    size -> new HttpReply(OK, Bytes.EMPTY))
                : inMemory(OTHER_ANSWER_BYTES_MAX).apply(head);
    return get(uri, inFile, limits, REDIRECTS_MAX);
  }

  private static BodyHandler<HttpReply> inMemory(long bytesMax) {
    return head ->
        BodySubscribers.mapping(
            new BoundedBody(bytesMax), body -> new HttpReply(head.statusCode(), body));
  }

  private CompletableFuture<HttpReply> get(
      URI uri, BodyHandler<HttpReply> handler, Limits limits, int redirectsLeft) {
    HttpRequest request = HttpRequest.newBuilder(uri).GET().build();
    return send(request, handler, limits)
        .thenCompose(
            response -> {
              Optional<URI> next = redirect(uri, response);
              return next.isPresent() && redirectsLeft > 0
                  ? get(next.get(), handler, limits, redirectsLeft - 1)
                  : CompletableFuture.completedFuture(response.body());
            });
  }

  /** As {@link #get}; a post is never redirected. */
  CompletableFuture<HttpReply> post(URI uri, String contentType, byte[] body, Limits limits) {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", contentType)
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    return send(request, inMemory(limits.answerBytesMax()), limits).thenApply(HttpResponse::body);
  }

  private CompletableFuture<HttpResponse<HttpReply>> send(
      HttpRequest request, BodyHandler<HttpReply> handler, Limits limits) {
    if (!free.tryAcquire()) {
      return CompletableFuture.failedFuture(
          new IOException(UNDER_WAY_MAX + " requests are under way already"));
    }
    CompletableFuture<HttpResponse<HttpReply>> exchange = client.sendAsync(request, handler);
    // The client's own timeout ends with the head; this one covers the body.
    CompletableFuture<HttpResponse<HttpReply>> bounded =
        exchange.copy().orTimeout(limits.deadline().toMillis(), TimeUnit.MILLISECONDS);
    return bounded.whenComplete(
        (response, fault) -> {
          free.release();
          if (fault != null) {
            exchange.cancel(true);
          }
        });
  }

  private static Optional<URI> redirect(URI from, HttpResponse<HttpReply> response) {
    if (!REDIRECTS.contains(response.statusCode())) {
      return Optional.empty();
    }
    return response
        .headers()
        .firstValue("Location")
        .flatMap(HttpExchange::uri)
        .map(from::resolve)
        .filter(to -> isSameOrBelow(from, to));
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(URI.create(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isSameOrBelow(URI from, URI to) {
    if (to.getHost() == null || from.getHost() == null || to.getPort() != from.getPort()) {
      return false;
    }
    String host = from.getHost().toLowerCase(Locale.ROOT);
    String other = to.getHost().toLowerCase(Locale.ROOT);
    return String.valueOf(to.getScheme()).equals(from.getScheme())
        && (other.equals(host) || other.endsWith("." + host));
  }

  /** What went wrong, in a line. */
  static String cause(Throwable fault) {
    Throwable cause = fault;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof TimeoutException) {
      return "no answer in time";
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
