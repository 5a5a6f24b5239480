package dev.holon.simulation;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A development node in a JVM of its own. */
final class NodeProcess implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(120);
  private static final Duration STOP_MAX = Duration.ofSeconds(30);
  private static final String READY = "READY ";

  private final Process process;
  private final String url;

  private NodeProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Starts a node on a free port and waits until it can serve. */
  static NodeProcess start(Path data) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.holon.node.Main",
            "dev",
            "--port",
            "0",
            "--data",
            data.toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    CompletableFuture<String> url = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> readOutput(process, url));
    try {
      return new NodeProcess(process, url.get(START_MAX.toSeconds(), TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException("the node did not become ready; see " + data.resolve("logs"), e);
    }
  }

  private static void readOutput(Process process, CompletableFuture<String> url) {
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith(READY)) {
          url.complete(line.substring(READY.length()).strip());
        }
      }
    } catch (IOException e) {
      url.completeExceptionally(e);
    }
    url.completeExceptionally(new IOException("the node ended"));
  }

  /** Such as {@code http://127.0.0.1:41234}. */
  String url() {
    return url;
  }

  long pid() {
    return process.pid();
  }

  /** Ends the node as a power cut would: SIGKILL, no chance to tidy up. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Ends the node in order. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
      kill();
    }
  }
}
