package dev.holon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's commands against a real node, as a developer's session would have them. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CommandsIT {
  private static final Path LAUNCHER = Path.of("..", "holon").toAbsolutePath().normalize();
  private static final Path BUILT =
      Path.of("..", "runtime", "node", "target", "lib", ".built").toAbsolutePath().normalize();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static NodeProcess node;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    // What this build has packaged is what the launcher is to run.
    assumeTrue(Files.isDirectory(BUILT.getParent()), "runtime/node is not packaged");
    Files.writeString(BUILT, "");
    Files.setLastModifiedTime(
        BUILT, java.nio.file.attribute.FileTime.from(java.time.Instant.now()));
    node = NodeProcess.start(folder.resolve("node"));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (node != null) {
      node.close();
    }
  }

  private record Ended(int status, String output, String errors) {
    String line() {
      assertEquals(0, status, errors);
      return output.strip();
    }
  }

  private static Ended holon(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(words));
    Path output = Files.createTempFile(folder, "output", ".txt");
    Path errors = Files.createTempFile(folder, "errors", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().put("HOLON_NODE", node.url());
    builder.environment().put("HOLON_JAVA_OPTIONS", "-Duser.home=" + folder);
    Process process = builder.start();
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("did not end: " + command);
    }
    return new Ended(
        process.exitValue(),
        Files.readString(output, StandardCharsets.UTF_8),
        Files.readString(errors, StandardCharsets.UTF_8));
  }

  @Test
  void sessionGoesFromSpawnToTrace() throws IOException, InterruptedException {
    String process =
        holon("spawn", "--tag", "Name=counter", "--tag", "Cron-Interval=1-hour").line();
    String other = holon("spawn", "--data", "Greeting = 'booted'", "--on-boot").line();

    assertEquals("booted", holon("eval", other, "return Greeting").line());
    assertEquals(
        "ready",
        holon(
                "eval",
                process,
                "Count = 0 Handlers.add('inc', 'Increment', function(msg) Count = Count + 1;"
                    + " print(Count) Send({Target = msg.To, Action = 'Told'}) end) return 'ready'")
            .line());
    Ended failed = holon("eval", process, "error('boom')");
    assertEquals(1, failed.status());
    assertTrue(failed.errors().contains("boom"), failed.errors());

    Ended awaited =
        holon("send", process, "--action", "Increment", "--tag", "To=" + other, "--wait");
    String message = awaited.line().split("\n", -1)[0];
    assertEquals("  1", awaited.output().split("\n", -1)[1]);

    JsonNode result = JSON.readTree(holon("results", process, "--limit", "1", "--json").line());
    assertEquals(message, result.path("message").asText());
    Ended followed = holon("results", process, "-f", "--from", "1", "--limit", "2", "--json");
    assertEquals(2, followed.line().split("\n", -1).length);

    String trace = holon("trace", message).line();
    assertTrue(trace.contains("message to " + other), trace);
    String slot = result.path("slot").asText();
    String key = process + "/" + slot + "/0";
    assertTrue(holon("outbox", "list", "--process", process).line().contains(key));
    assertTrue(holon("outbox", "show", process + "/" + slot).line().contains(other));
    assertTrue(holon("outbox", "retry", key).line().contains(key));

    assertTrue(holon("cron", process).line().contains("0-1-hour"));
    assertTrue(holon("show", process).line().contains("tag               Name = counter"));
    String listed = holon("ps").line();
    assertTrue(listed.contains(process) && listed.contains(other), listed);
  }

  @Test
  void refusalsEndWithOneAndWrongWordsWithTwo() throws IOException, InterruptedException {
    Ended unknown = holon("show", "A".repeat(43));
    assertEquals(1, unknown.status());
    assertTrue(unknown.errors().startsWith("holon: SCHED-0001"), unknown.errors());
    assertEquals("", unknown.output());

    assertEquals(2, holon("show").status());
  }

  @Test
  void completionIsAScriptThatBashReads() throws IOException, InterruptedException {
    Path script =
        Files.writeString(folder.resolve("completion"), holon("completion", "bash").line());
    Process bash =
        new ProcessBuilder("bash", "-c", "source " + script + " && complete -p holon").start();

    String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertTrue(bash.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, bash.exitValue());
    assertTrue(output.contains("holon"), output);
    String words = Files.readString(script);
    assertTrue(words.contains("results") && words.contains("--on-boot") && words.contains("dev"));
    assertFalse(words.contains("Exception"));
  }
}
