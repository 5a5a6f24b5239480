package dev.holon.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Prometheus server of the test's own, on loopback, that reads nodes every second. */
final class Prometheus implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(30);
  private static final Duration CHANGE_MAX = Duration.ofSeconds(75);
  private static final long POLL_MILLIS = 200;

  private final Process process;
  private final NodeClient client;

  private Prometheus(Process process, NodeClient client) {
    this.process = process;
    this.client = client;
  }

  static boolean isInstalled() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "prometheus")));
  }

  /** Starts it, with its files in this folder; the nodes are the job {@code holon}. */
  static Prometheus start(Path folder, AlertRules rules, List<String> urls)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("alerts.yaml"), rules.text());
    String targets =
        urls.stream()
            .map(url -> "'" + URI.create(url).getAuthority() + "'")
            .collect(Collectors.joining(", "));
    Path config =
        Files.writeString(
            folder.resolve("prometheus.yaml"),
            """
            global: {scrape_interval: 1s, scrape_timeout: 1s}
            rule_files: [alerts.yaml]
            scrape_configs:
              - job_name: holon
                static_configs: [{targets: [%s]}]
            """
                .formatted(targets));
    String place = "127.0.0.1:" + freePort();
    Process process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=" + place,
                "--log.level=warn")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    Prometheus prometheus = new Prometheus(process, new NodeClient("http://" + place));
    try {
      prometheus.awaitStarted(rules.names(), folder.resolve("prometheus.log"));
    } catch (IOException | InterruptedException e) {
      prometheus.close();
      throw e;
    }
    return prometheus;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitStarted(Set<String> rules, Path log) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_MAX.toNanos();
    while (process.isAlive() && System.nanoTime() < deadline) {
      try {
        if (loaded().equals(rules)) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    throw new IOException("prometheus does not evaluate the rules: " + Files.readString(log));
  }

  private Set<String> loaded() throws IOException, InterruptedException {
    Set<String> names = new TreeSet<>();
    for (JsonNode group : client.get("/api/v1/rules").path("data").path("groups")) {
      group.path("rules").forEach(rule -> names.add(rule.path("name").asText()));
    }
    return names;
  }

  /** The alerts that fire now. */
  Set<String> firing() throws IOException, InterruptedException {
    Set<String> names = new TreeSet<>();
    for (JsonNode alert : client.get("/api/v1/alerts").path("data").path("alerts")) {
      if (alert.path("state").asText().equals("firing")) {
        names.add(alert.path("labels").path("alertname").asText());
      }
    }
    return names;
  }

  /** Waits until each of these has fired since the call, not all at the same time. */
  void awaitFiring(Set<String> alerts) throws IOException, InterruptedException {
    Set<String> missing = new TreeSet<>(alerts);
    long deadline = System.nanoTime() + CHANGE_MAX.toNanos();
    while (true) {
      missing.removeAll(firing());
      if (missing.isEmpty()) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(missing + " did not fire within " + CHANGE_MAX);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  void awaitSilent(Set<String> alerts) throws Exception {
    awaitSilent(alerts, () -> {});
  }

  /** Waits until none of these fires, doing this again and again meanwhile. */
  void awaitSilent(Set<String> alerts, AlertFaults.Step meanwhile) throws Exception {
    long deadline = System.nanoTime() + CHANGE_MAX.toNanos();
    while (true) {
      Set<String> left = firing();
      left.retainAll(alerts);
      if (left.isEmpty()) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(left + " did not clear within " + CHANGE_MAX);
      }
      meanwhile.run();
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
