package dev.holon.simulation.scale;

import dev.holon.simulation.NodeClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A node in a JVM of its own. */
final class NodeJvm {
  private static final Duration START_MAX = Duration.ofMinutes(5);
  private static final Duration STOP_MAX = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

  private final Process process;
  private final String url;
  private final Path output;
  private final HttpClient http = HttpClient.newHttpClient();
  private final long startNanos = System.nanoTime();

  private NodeJvm(Process process, String url, Path output) {
    this.process = process;
    this.url = url;
    this.output = output;
  }

  /**
   * What starts a node.
   *
   * @param classPath the node's libraries
   * @param heap such as {@code 4g}
   * @param output where its standard output is appended
   */
  record Launch(String classPath, String heap, Path config, Path output) {}

  /**
   * Starts a node that is to serve at this URL; does not wait for it. Its JVM gets the options in
   * the environment variable {@code HOLON_JAVA_OPTIONS} as well, as the launcher's does.
   */
  static NodeJvm start(Launch launch, String url) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + launch.heap(), "-XX:+UseG1GC"));
    command.add("--enable-native-access=ALL-UNNAMED");
    // As the launcher does.
    int version = Runtime.version().feature();
    if (version >= 24) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    if (version >= 25) {
      command.add("-XX:+UseCompactObjectHeaders");
    }
    String more = System.getenv("HOLON_JAVA_OPTIONS");
    if (more != null && !more.isBlank()) {
      command.addAll(List.of(more.strip().split(" +", -1)));
    }
    command.addAll(List.of("-cp", launch.classPath(), "dev.holon.node.Main"));
    command.addAll(List.of("node", "--config", launch.config().toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(launch.output().toFile()))
            .start();
    return new NodeJvm(process, url, launch.output());
  }

  /** Waits until the node says that it can serve; how long that took from its start. */
  Duration awaitReady() throws IOException, InterruptedException {
    while (System.nanoTime() - startNanos < START_MAX.toNanos() && process.isAlive()) {
      if (isReady()) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    throw new IOException("the node at " + url + " did not become ready; see " + output);
  }

  private boolean isReady() throws InterruptedException {
    try {
      return http.send(request("/health/ready"), BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(ANSWER_MAX).build();
  }

  NodeClient client() {
    return new NodeClient(url);
  }

  /** Processor time so far. */
  double cpuSeconds() {
    return ProcessorTime.seconds(process.toHandle());
  }

  /** The value of a metric without labels, as {@code GET /metrics} shows it. */
  double metric(String name) throws IOException, InterruptedException {
    String text = http.send(request("/metrics"), BodyHandlers.ofString()).body();
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new IOException("there is no metric " + name));
  }

  /** Bytes of all objects that are reachable; collects garbage first. */
  long liveHeapBytes() throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process histogram =
        new ProcessBuilder(
                jcmd.toString(), Long.toString(process.pid()), "GC.class_histogram", "-parallel=2")
            .redirectErrorStream(true)
            .start();
    String text =
        new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    histogram.waitFor();
    // The last line: Total, objects, bytes.
    String[] sums = text.substring(text.lastIndexOf('\n') + 1).strip().split(" +", -1);
    if (sums.length != 3 || !sums[0].equals("Total")) {
      throw new IOException("jcmd gives no sum of the heap: " + text);
    }
    return Long.parseLong(sums[2]);
  }

  /** Ends the node in order. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    http.close();
  }
}
