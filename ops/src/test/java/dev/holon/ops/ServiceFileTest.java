package dev.holon.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The service file starts the node with options it has, and gives it time to stop. */
class ServiceFileTest {
  private static final Path UNIT = Path.of("systemd", "holon-dev.service");
  private static final Path COMMAND =
      Path.of("..", "runtime/node/src/main/java/dev/holon/node/DevCommand.java");

  @Test
  void commandLineHasOnlyOptionsThatTheCommandKnows() throws IOException {
    String command = Files.readString(COMMAND);
    List<String> unknown = new ArrayList<>();

    for (String word : settings().get("ExecStart").split(" ")) {
      if (word.startsWith("--") && !command.contains("names = \"" + word + "\"")) {
        unknown.add(word);
      }
    }

    assertEquals(List.of(), unknown);
    assertTrue(settings().get("ExecStart").startsWith("/opt/holon/holon dev "));
  }

  @Test
  void stoppingMayTakeAsLongAsTheNodeTakesAtMost() throws IOException {
    // DevNode: 5 s for HTTP, 15 s for each of HTTP's and the actors' end, then the database.
    assertTrue(Integer.parseInt(settings().get("TimeoutStopSec")) >= 45);
    assertEquals("SIGTERM", settings().get("KillSignal"));
  }

  private static Map<String, String> settings() throws IOException {
    Map<String, String> settings = new TreeMap<>();
    for (String line : Files.readAllLines(UNIT)) {
      int equals = line.indexOf('=');
      if (!line.startsWith("#") && equals > 0) {
        settings.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return settings;
  }
}
