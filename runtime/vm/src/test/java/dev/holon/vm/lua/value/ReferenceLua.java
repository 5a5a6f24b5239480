package dev.holon.vm.lua.value;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The C implementation of Lua 5.3, when it is installed: tests that need it are skipped else. */
public final class ReferenceLua {
  private ReferenceLua() {}

  /** What a script prints, bytes as Latin-1 characters. */
  public static String run(String script) {
    try {
      Path file = Files.createTempFile("reference", ".lua");
      try {
        Files.writeString(file, script, StandardCharsets.ISO_8859_1);
        Process process = start(List.of("lua5.3", file.toString()));
        byte[] printed = process.getInputStream().readAllBytes();
        process.waitFor();
        return new String(printed, StandardCharsets.ISO_8859_1);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Process start(List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("TZ", "UTC");
      return builder.start();
    } catch (IOException e) {
      Assumptions.abort("lua5.3 is not installed");
      throw new UncheckedIOException(e);
    }
  }

  /** The lines a script prints. */
  public static List<String> lines(String script) {
    return run(script).lines().toList();
  }
}
