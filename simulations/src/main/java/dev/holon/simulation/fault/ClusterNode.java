package dev.holon.simulation.fault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One node of the cluster: a JVM that is started, ended and paused. */
final class ClusterNode implements AutoCloseable {
  private static final Duration STOP_MAX = Duration.ofSeconds(45);
  private static final Duration POLL = Duration.ofMillis(100);

  private final List<String> command;
  private final Path output;
  private final String url;
  private Process process;

  /**
   * @param command starts the node; its standard output is written to {@code output}
   * @param url where it serves
   */
  ClusterNode(List<String> command, Path output, String url) throws IOException {
    this.command = List.copyOf(command);
    this.output = output;
    this.url = url;
    this.process = launch(command, output);
  }

  String url() {
    return url;
  }

  private static Process launch(List<String> command, Path output) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
  }

  /** Starts it again after it ended. */
  void restart() throws IOException {
    process = launch(command, output);
  }

  /** Waits until it says that it is ready; false when it is not in time, or has ended. */
  boolean awaitReady(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      if (isReady()) {
        return true;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return false;
  }

  boolean isReady() throws InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/health/ready"))
              .timeout(Duration.ofSeconds(2))
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    signal("-KILL");
    process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS);
  }

  /** SIGSTOP: it does nothing until {@link #resume}. */
  void pause() throws InterruptedException {
    signal("-STOP");
  }

  /** SIGCONT. */
  void resume() throws InterruptedException {
    signal("-CONT");
  }

  /** SIGTERM; returns whether it ended in time, else it is killed. */
  boolean stop() throws InterruptedException {
    process.destroy();
    if (process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
      return true;
    }
    kill();
    return false;
  }

  /** SIGTERM, also for one that is paused; does not wait. */
  void terminate() throws InterruptedException {
    if (isAlive()) {
      resume();
      process.destroy();
    }
  }

  // ip netns exec replaces itself with what it starts, so the process is the node's own.
  private void signal(String signal) throws InterruptedException {
    Shell.succeeds("kill", signal, Long.toString(process.pid()));
  }

  /** The last lines that it wrote. */
  List<String> lastOutput(int lines) throws IOException {
    if (!Files.exists(output)) {
      return List.of();
    }
    List<String> all = new ArrayList<>(Files.readAllLines(output));
    return all.subList(Math.max(0, all.size() - lines), all.size());
  }

  @Override
  public void close() {
    try {
      if (isAlive()) {
        terminate();
        stop();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
