package dev.holon.simulation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The npm package {@code arlocal}: a node and gateway of Arweave with a chain of its own that a
 * test mines (arweave.md §15.1 has its quirks).
 */
final class Arlocal implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(90);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  private final Process process;
  private final URI url;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private Arlocal(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** Starts a server without any blocks but the first; waits until it answers. */
  static Arlocal start(Path data) throws IOException, InterruptedException {
    return start(data, freePort());
  }

  /** A port that nobody listens at. */
  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** Starts a server at this port over what an earlier one left there. */
  static Arlocal start(Path data, int port) throws IOException, InterruptedException {
    ClientScripts packages = ClientScripts.install("arlocal", List.of());
    Process process =
        new ProcessBuilder(
                "node",
                "node_modules/arlocal/bin/index.js",
                Integer.toString(port),
                "--hidelogs",
                "--persist",
                "--dbpath=" + data)
            .directory(packages.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Arlocal server = new Arlocal(process, URI.create("http://127.0.0.1:" + port));
    server.awaitReady();
    return server;
  }

  private void awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_MAX.toNanos();
    while (process.isAlive() && System.nanoTime() < deadline) {
      try {
        get("/info");
        return;
      } catch (IOException e) {
        boolean hasEnded = process.waitFor(200, TimeUnit.MILLISECONDS);
        if (hasEnded) {
          break;
        }
      }
    }
    process.destroyForcibly();
    throw new IOException("arlocal does not answer at " + url);
  }

  URI url() {
    return url;
  }

  /** Puts winston into a wallet. */
  void mint(String address, long winston) throws IOException, InterruptedException {
    get("/mint/" + address + "/" + winston);
  }

  /** Makes blocks; the first takes what waits. */
  void mine(int blockCount) throws IOException, InterruptedException {
    get("/mine/" + blockCount);
  }

  private void get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve(path)).timeout(ANSWER_MAX).GET().build();
    int status = client.send(request, BodyHandlers.ofString()).statusCode();
    if (status != 200) {
      throw new IOException("arlocal answers " + path + " with " + status);
    }
  }

  /** Ends it as a power cut would; its data stay. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
