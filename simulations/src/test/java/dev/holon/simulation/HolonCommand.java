package dev.holon.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The command {@code holon} in a JVM of its own.
 *
 * @param folder for what it prints
 * @param environment more variables
 * @param options more options for the JVM
 */
record HolonCommand(Path folder, Map<String, String> environment, List<String> options) {
  private static final int SECONDS_MAX = 90;

  HolonCommand {
    environment = Map.copyOf(environment);
    options = List.copyOf(options);
  }

  /** A command that speaks to this node. */
  static HolonCommand at(NodeProcess node, Path folder) {
    return new HolonCommand(folder, Map.of("HOLON_NODE", node.url()), List.of());
  }

  /** What came of it. */
  record Ended(int status, String output, String errors) {}

  Ended run(String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "--enable-native-access=ALL-UNNAMED"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.holon.node.Main"));
    command.addAll(List.of(words));
    Path output = Files.createTempFile(folder, "output", ".txt");
    Path errors = Files.createTempFile(folder, "errors", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("did not end: " + command);
    }
    return new Ended(process.exitValue(), Files.readString(output), Files.readString(errors));
  }
}
