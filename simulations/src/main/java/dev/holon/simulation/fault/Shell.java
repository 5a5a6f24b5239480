package dev.holon.simulation.fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the system's own commands ({@code ip}, {@code tc}, {@code kill}), a few seconds at most. */
final class Shell {
  private static final long SECONDS_MAX = 20;

  private Shell() {}

  /**
   * @throws IOException with the command and what it said, when it fails or takes too long
   */
  static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readNBytes(64 << 10), StandardCharsets.UTF_8);
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(
          String.join(" ", command) + ": takes longer than " + SECONDS_MAX + " s");
    }
    if (process.exitValue() != 0) {
      throw new IOException(String.join(" ", List.of(command)) + ": " + output.strip());
    }
    return output;
  }

  /** As {@link #run}; says whether it went well. */
  static boolean succeeds(String... command) throws InterruptedException {
    try {
      run(command);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
