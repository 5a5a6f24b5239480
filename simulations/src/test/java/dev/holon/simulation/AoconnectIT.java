package dev.holon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network's unmodified client against a real node. */
class AoconnectIT {
  @TempDir private static Path data;
  private static NodeProcess node;
  private static ClientScripts scripts;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    scripts = ClientScripts.install();
    node = NodeProcess.start(data.resolve("node"));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (node != null) {
      node.close();
    }
  }

  @Test
  void unmodifiedClientSpawnsSendsReadsAndAssigns() throws IOException, InterruptedException {
    String printed = scripts.node("end-to-end.mjs", node.url());

    assertTrue(printed.contains("end to end: all as expected"), printed);
  }

  @Test
  void everyVersionInUseMakesEveryCallItHas() throws IOException, InterruptedException {
    String calls = " spawn message result results dryrun assign monitor unmonitor";
    String signed = " signMessage sendSignedMessage";

    String printed = scripts.node("versions.mjs", node.url()).strip();

    assertEquals(
        String.join(
            "\n",
            "0.0.58:" + calls,
            "0.0.77:" + calls,
            "0.0.90:" + calls + signed,
            "0.0.98:" + calls + signed),
        printed);
  }

  @Test
  void messageIsTracedAndFollowedLive() throws IOException, InterruptedException {
    String printed = scripts.node("trace.mjs", node.url());

    assertTrue(printed.contains("trace: all as expected"), printed);
  }

  @Test
  void readmeScriptCountsToOneHundred() throws IOException, InterruptedException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String script =
        MarkdownCode.blocks(readme, "js").getFirst().replace("http://127.0.0.1:8734", node.url());
    String expected = MarkdownCode.blocks(readme, "text").getFirst();

    String printed = scripts.add("counter.mjs", script).node("counter.mjs");

    assertEquals(expected.strip(), printed.strip());
  }
}
