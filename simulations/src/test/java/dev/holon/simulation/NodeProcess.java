package dev.holon.simulation;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A node in a JVM of its own. */
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
    return start(data, 0);
  }

  /** As {@link #start(Path)}, at this port and with more options for the JVM. */
  static NodeProcess start(Path data, int port, String... options)
      throws IOException, InterruptedException {
    return launch(data, port, options).awaitReady();
  }

  private static Starting launch(Path data, int port, String... options) throws IOException {
    List<String> arguments =
        List.of("dev", "--port", Integer.toString(port), "--data", data.toString());
    return launch(List.of(options), arguments, data.resolve("logs"));
  }

  /** Starts a node with these settings, without waiting for it. */
  static Starting launch(Path config, Path logs) throws IOException {
    return launch(List.of(), List.of("node", "--config", config.toString()), logs);
  }

  private static Starting launch(List<String> options, List<String> arguments, Path logs)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.holon.node.Main"));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    CompletableFuture<String> url = new CompletableFuture<>();
    // Not a virtual thread: it would hold one of the few that carry them for as long as it waits.
    Thread.ofPlatform().daemon().start(() -> readOutput(process, url));
    return new Starting(process, url, logs);
  }

  /** A node that may not serve yet. */
  record Starting(Process process, CompletableFuture<String> url, Path logs) {
    /** Waits until it can. */
    NodeProcess awaitReady() throws IOException, InterruptedException {
      try {
        return new NodeProcess(process, url.get(START_MAX.toSeconds(), TimeUnit.SECONDS));
      } catch (ExecutionException | TimeoutException e) {
        if (process.waitFor(1, TimeUnit.SECONDS)) {
          throw new EndedException(process.exitValue(), e);
        }
        process.destroyForcibly();
        throw new IOException("the node did not become ready; see " + logs, e);
      }
    }
  }

  /** The node ended before it could serve. */
  static final class EndedException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int exitCode;

    EndedException(int exitCode, Throwable cause) {
      super("the node ended with " + exitCode + " before it was ready", cause);
      this.exitCode = exitCode;
    }

    int exitCode() {
      return exitCode;
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

  /** What the node's JVM and its database have used so far. */
  double cpuSeconds() {
    long nanos =
        Stream.concat(Stream.of(process.toHandle()), process.descendants())
            .mapToLong(each -> each.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
            .sum();
    return nanos / 1e9;
  }

  /** Waits until the node has ended by itself. */
  boolean awaitEnd(Duration atMost) throws InterruptedException {
    return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  int exitCode() {
    return process.exitValue();
  }

  /** Asks the node to end in order, as a supervisor does, without waiting for it. */
  void terminate() {
    process.destroy();
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
