package dev.holon.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Speaks to a node's HTTP surfaces. Thread-safe. */
public final class NodeClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration REQUEST_MAX = Duration.ofSeconds(60);

  private final String url;
  private final Duration requestMax;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /**
   * @param url such as {@code http://127.0.0.1:8734}, without a slash at its end
   */
  public NodeClient(String url) {
    this(url, REQUEST_MAX);
  }

  /** As {@link #NodeClient(String)}; a request may take {@code requestMax}. */
  public NodeClient(String url, Duration requestMax) {
    this.url = url;
    this.requestMax = requestMax;
  }

  /** Where it asks, without a slash at its end. */
  public String url() {
    return url;
  }

  /** What a client must know before it spawns. */
  public record Status(String schedulerAddress, String moduleId, String messengerAddress) {}

  public Status status() throws IOException, InterruptedException {
    JsonNode status = get("/status");
    return new Status(
        status.path("scheduler").asText(),
        status.path("modules").path("lua").asText(),
        status.path("messenger").asText());
  }

  /** Posts an item to the messenger; the status code of the answer. */
  public CompletableFuture<Integer> post(DataItem item) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/"))
            .timeout(requestMax)
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(item.toBytes()))
            .build();
    return http.sendAsync(request, BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
  }

  /** Asks for the process's own greeting without a slot; the status code of the answer. */
  public int dryRun(ProcessId process) throws IOException, InterruptedException {
    String body =
        "{\"Id\":\"1\",\"Target\":\"%s\",\"Owner\":\"%s\",\"Data\":\"\",\"Tags\":[{\"name\":\"Action\",\"value\":\"Info\"}]}"
            .formatted(process, process);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/dry-run?process-id=" + process))
            .timeout(REQUEST_MAX)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  /** The status code of a path. */
  public int getStatus(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(REQUEST_MAX).GET().build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  /** The result of a message, waiting until it has been evaluated. */
  public JsonNode result(ProcessId process, Id message) throws IOException, InterruptedException {
    return get("/result/" + message + "?process-id=" + process);
  }

  /**
   * Reads JSON, asking again while the node answers that it is still at work.
   *
   * @throws IOException when the answer is an error
   */
  public JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(requestMax).GET().build();
    while (true) {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() == 200) {
        return JSON.readTree(response.body());
      }
      if (response.statusCode() != 202) {
        throw new IOException(
            path
                + " answered "
                + response.statusCode()
                + " "
                + new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
      }
    }
  }
}
