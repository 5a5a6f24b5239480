package dev.holon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's commands, as a new user runs them: in a clean copy of the sources, with the
 * launcher.
 */
class CleanCopyIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void launcherBuildsStartsAndMeasuresANode(@TempDir Path temporary)
      throws IOException, InterruptedException {
    assumeTrue(Files.exists(ROOT.resolve(".git")), "the copy holds what git knows");
    String readme = Files.readString(ROOT.resolve("README.md"));
    assertEquals("./holon dev", MarkdownCode.blocks(readme, "sh").get(0).strip());
    assertEquals("mvn verify", MarkdownCode.blocks(readme, "sh").get(1).strip());
    String load =
        MarkdownCode.blocks(readme, "sh").stream()
            .map(String::strip)
            .filter(block -> block.startsWith("./holon load"))
            .findFirst()
            .orElseThrow();
    Path copy = copySources(temporary.resolve("holon"));
    Path output = temporary.resolve("node.txt");

    Process node =
        new ProcessBuilder(
                copy.resolve("holon").toString(),
                "dev",
                "--port",
                "0",
                "--data",
                temporary.resolve("data").toString())
            .directory(copy.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      String url = awaitReady(node, output);
      assertEquals(200, get(url + "/health/ready"));
      String shortened = load.replaceAll("--messages \\d+", "--messages 200 --warmup 50");
      List<String> words =
          List.of(
              (shortened.replaceAll("--processes \\d+", "--processes 4") + " --url " + url)
                  .split(" "));
      Process measure = new ProcessBuilder(words).directory(copy.toFile()).inheritIO().start();
      assertTrue(measure.waitFor(2, TimeUnit.MINUTES));
      assertEquals(0, measure.exitValue());
    } finally {
      node.destroy();
      node.waitFor(1, TimeUnit.MINUTES);
    }
  }

  private static String awaitReady(Process node, Path output)
      throws IOException, InterruptedException {
    while (node.isAlive()) {
      for (String line : Files.readAllLines(output)) {
        if (line.startsWith("READY ")) {
          return line.substring("READY ".length());
        }
      }
      Thread.sleep(200);
    }
    throw new AssertionError("the node ended: " + Files.readString(output));
  }

  private static int get(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  private static Path copySources(Path target) throws IOException, InterruptedException {
    Process list =
        new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
            .directory(ROOT.toFile())
            .start();
    String names = new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, list.waitFor());
    for (String name : names.split("\0", -1)) {
      Path source = ROOT.resolve(name);
      if (!name.isEmpty() && Files.isRegularFile(source)) {
        Path file = target.resolve(name);
        Files.createDirectories(file.getParent());
        Files.copy(source, file, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return target;
  }
}
