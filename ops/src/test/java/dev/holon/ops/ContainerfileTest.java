package dev.holon.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The image and the chart agree, and the image holds nothing that it must not. */
class ContainerfileTest {
  private static final JsonNode WORKLOAD = Chart.ofSize("default").workloads().getFirst();

  @Test
  void runsAsTheUserThatTheChartNames() throws IOException {
    JsonNode user = Chart.podOf(WORKLOAD).at("/securityContext");

    assertEquals(
        user.path("runAsUser").asText() + ":" + user.path("runAsGroup").asText(),
        Containerfile.read().all("USER").getLast());
  }

  @Test
  void hasTheChartsPortsAndArguments() throws IOException {
    Set<String> ports = new TreeSet<>();
    Chart.containerOf(WORKLOAD)
        .path("ports")
        .forEach(port -> ports.add(port.path("containerPort").asText()));
    List<String> arguments = new ArrayList<>();
    Chart.containerOf(WORKLOAD).path("args").forEach(word -> arguments.add(word.asText()));
    Containerfile file = Containerfile.read();

    assertEquals(ports, new TreeSet<>(List.of(file.all("EXPOSE").getFirst().split(" "))));
    assertEquals(arguments, file.words("CMD"));
    assertEquals("java", file.words("ENTRYPOINT").getFirst());
  }

  @Test
  void basesAreOfficialImagesThatCanBeReplaced() throws IOException {
    Containerfile file = Containerfile.read();

    for (String base : file.all("FROM")) {
      assertTrue(base.matches("\\$\\{[A-Z_]+} AS [a-z]+"), base);
    }
    for (String argument : file.all("ARG")) {
      // Without a registry's name, and a version that is named.
      assertTrue(argument.matches("[A-Z_]+=[a-z-]+:[0-9][a-z0-9.-]*"), argument);
    }
    assertEquals(file.all("FROM").size(), file.all("ARG").size());
  }

  @Test
  void copiesOnlyLibrariesAndItsOwnFilesIntoTheImage() throws IOException {
    Containerfile file = Containerfile.read();
    List<String> copies = file.all("COPY");

    // The sources go into the first stage only, which is thrown away.
    assertEquals(". .", copies.getFirst());
    assertEquals(3, copies.size());
    assertTrue(copies.get(1).contains("/runtime/node/target/lib /opt/holon/lib"));
    for (String word : copies.get(2).split(" ")) {
      if (word.startsWith("ops/")) {
        assertTrue(Files.exists(Path.of("..").resolve(word)), word);
      }
    }
    assertEquals(List.of(), file.all("ADD"));
    assertEquals(List.of(), file.all("ENV"));
    assertFalse(Files.readString(Path.of("..", ".dockerignore")).isBlank());
  }

  @Test
  void memoryIsAPartOfTheContainersAndRunningOutOfItEndsTheNode() throws IOException {
    List<String> options = Files.readAllLines(Containerfile.FOLDER.resolve("java.options"));

    assertTrue(options.contains("-XX:MaxRAMPercentage=60"));
    assertTrue(options.contains("-XX:+ExitOnOutOfMemoryError"));
    assertTrue(options.contains("-XX:+UseCompactObjectHeaders"));
    assertTrue(options.contains("--sun-misc-unsafe-memory-access=allow"));
    assertTrue(options.stream().noneMatch(option -> option.startsWith("-Xmx")));
  }
}
