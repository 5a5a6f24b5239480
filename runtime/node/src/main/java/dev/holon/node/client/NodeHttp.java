package dev.holon.node.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a node. All its waits together take no longer than the time it was given; what the node
 * refuses, and what does not arrive, is a {@link ClientFailure}.
 */
public final class NodeHttp {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  private final URI base;
  private final Duration timeout;
  private final long startNanos = System.nanoTime();
  private final HttpClient http;

  /**
   * @param base without a slash at its end
   */
  NodeHttp(URI base, Duration timeout) {
    this(
        base,
        timeout,
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_MAX)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build());
  }

  private NodeHttp(URI base, Duration timeout, HttpClient http) {
    this.base = base;
    this.timeout = timeout;
    this.http = http;
  }

  /** The same node, with all the time before it: for work of many calls. */
  public NodeHttp again() {
    return new NodeHttp(base, timeout, http);
  }

  /** What the node is called in reports. */
  public URI base() {
    return base;
  }

  /** Asks for JSON. */
  public JsonNode get(String path) throws ClientFailure {
    return json(send(request(path).GET().build(), path));
  }

  /** Asks for bytes. */
  public byte[] bytes(String path) throws ClientFailure {
    return send(request(path).GET().build(), path).body();
  }

  /** Posts bytes; sent once, for a node that was slow to answer may have taken them. */
  JsonNode post(String path, byte[] body) throws ClientFailure {
    BodyPublisher publisher =
        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
    HttpRequest request =
        request(path).header("Content-Type", "application/octet-stream").POST(publisher).build();
    return json(send(request, path));
  }

  /**
   * The result of a message, waiting until it has been evaluated.
   *
   * @param process its id, as text
   * @param message its id, as text
   */
  JsonNode result(String process, String message) throws ClientFailure {
    String path = "/result/" + message + "?process-id=" + process;
    while (true) {
      HttpResponse<byte[]> response;
      try {
        response = send(request(path).GET().build(), path);
      } catch (ClientFailure e) {
        throw isTimeUp() ? noResult(message) : e;
      }
      // 202: still at work; asked again, it waits again.
      if (response.statusCode() != 202) {
        return json(response);
      }
    }
  }

  private ClientFailure noResult(String message) {
    return new ClientFailure(
        "message " + message + " has a slot but no result after " + timeout.toSeconds() + " s",
        "it is not lost: see how far it got with: holon trace " + message,
        ClientFailure.Kind.PASSING);
  }

  /**
   * Opens a stream of Server-Sent Events; its length is not limited by the timeout.
   *
   * @param lastEventId where to go on; null from where the path says
   */
  InputStream stream(String path, @Nullable String lastEventId) throws ClientFailure {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri(path)).timeout(timeout).header("Accept", "text/event-stream");
    if (lastEventId != null) {
      builder.header("Last-Event-ID", lastEventId);
    }
    try {
      HttpResponse<InputStream> response =
          http.send(builder.GET().build(), BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        try (InputStream body = response.body()) {
          throw refused(response, body.readNBytes(1 << 20));
        }
      }
      return response.body();
    } catch (IOException e) {
      throw failed(path, e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private HttpRequest.Builder request(String path) throws ClientFailure {
    Duration left = timeout.minusNanos(System.nanoTime() - startNanos);
    if (left.compareTo(Duration.ofMillis(1)) < 0) {
      throw timeUp(path);
    }
    return HttpRequest.newBuilder(uri(path)).timeout(left);
  }

  private URI uri(String path) {
    return URI.create(base + path);
  }

  private boolean isTimeUp() {
    return timeout.minusNanos(System.nanoTime() - startNanos).toMillis() < 1;
  }

  private HttpResponse<byte[]> send(HttpRequest request, String path) throws ClientFailure {
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() / 100 != 2) {
        throw refused(response, response.body());
      }
      return response;
    } catch (IOException e) {
      throw failed(path, e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private JsonNode json(HttpResponse<byte[]> response) throws ClientFailure {
    try {
      JsonNode json = JSON.readTree(response.body());
      return json == null ? MissingNode.getInstance() : json;
    } catch (JacksonException e) {
      throw notHolon(response);
    } catch (IOException e) {
      throw failed(response.uri().getPath(), e);
    }
  }

  private ClientFailure notHolon(HttpResponse<?> response) {
    return new ClientFailure(
        response.uri() + " answered " + response.statusCode() + " with something that is no JSON",
        "is " + base + " a node? Name another with --node URL or HOLON_NODE");
  }

  private ClientFailure refused(HttpResponse<?> response, byte[] body) {
    JsonNode json;
    try {
      json = JSON.readTree(new String(body, StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      return notHolon(response);
    }
    String error = json == null ? "" : json.path("error").asText();
    if (error.isEmpty()) {
      return notHolon(response);
    }
    String retry = json.path("retry").asText("");
    Optional<String> after = response.headers().firstValue("retry-after");
    String advice =
        switch (retry) {
          case "LATER" -> "try again " + after.map(s -> "in " + s + " s").orElse("later");
          case "ELSEWHERE" -> "ask another node, with --node URL";
          case "UNKNOWN" -> "it may have been taken: look with holon show or holon trace first";
          default -> "the same again will be refused again: change what is asked for";
        };
    return new ClientFailure(
        error,
        advice,
        retry.equals("LATER") ? ClientFailure.Kind.PASSING : ClientFailure.Kind.FINAL);
  }

  private ClientFailure failed(String path, IOException fault) {
    if (fault instanceof ConnectException || fault instanceof HttpConnectTimeoutException) {
      return new ClientFailure(
          "no node answers at " + base,
          "start one with: holon dev, or name another with --node URL or HOLON_NODE",
          ClientFailure.Kind.PASSING);
    }
    if (fault instanceof HttpTimeoutException) {
      return timeUp(path);
    }
    return new ClientFailure(
        "the connection to " + base + " broke: " + fault.getMessage(),
        "what was sent may have been taken: look before sending it again",
        ClientFailure.Kind.PASSING);
  }

  private ClientFailure timeUp(String path) {
    return new ClientFailure(
        base + path + " did not answer within " + timeout.toSeconds() + " s",
        "wait longer with --timeout SECONDS; what was sent may have been taken",
        ClientFailure.Kind.PASSING);
  }

  private static ClientFailure interrupted() {
    Thread.currentThread().interrupt();
    return new ClientFailure("interrupted", null);
  }
}
