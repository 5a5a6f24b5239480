package dev.holon.vm.lua.differential;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The C implementation, version 5.3.6, as a command {@code lua5.3}. A small driver written in Lua
 * loads the program under its chunk name and reports its error, so that both sides see the same
 * environment: {@code io} has only {@code write}.
 */
final class ReferenceLua implements Subject {
  static final String COMMAND = System.getProperty("holon.lua.reference", "lua5.3");
  private static final long SECONDS_MAX = 120;
  private static final int FAILED = 3;

  static boolean isInstalled() {
    try {
      Process process = new ProcessBuilder(COMMAND, "-v").redirectErrorStream(true).start();
      String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(10, TimeUnit.SECONDS) && version.startsWith("Lua 5.3");
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public Outcome run(
      byte[] source, String chunkName, List<String> arguments, long gasMax, long memoryBytesMax) {
    try {
      Path directory = Files.createTempDirectory("reference-lua");
      try {
        return run(directory, source, chunkName, arguments);
      } finally {
        for (String name : List.of("driver.lua", "program.lua", "output", "error")) {
          Files.deleteIfExists(directory.resolve(name));
        }
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + COMMAND + " ran", e);
    }
  }

  private static Outcome run(
      Path directory, byte[] source, String chunkName, List<String> arguments)
      throws IOException, InterruptedException {
    Path driver = directory.resolve("driver.lua");
    Files.write(driver, resource("/lua/reference/driver.lua"));
    Path program = Files.write(directory.resolve("program.lua"), source);
    Path output = directory.resolve("output");
    Path error = directory.resolve("error");
    List<String> command = new ArrayList<>();
    command.addAll(List.of(COMMAND, driver.toString(), program.toString(), chunkName));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("LC_ALL", "C");
    builder.redirectOutput(output.toFile()).redirectError(error.toFile());
    Process process = builder.start();
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(COMMAND + " did not end in " + SECONDS_MAX + " seconds");
    }
    String said = Files.readString(error, StandardCharsets.ISO_8859_1);
    int status = process.exitValue();
    if (status != 0 && status != FAILED) {
      throw new IllegalStateException(COMMAND + " ended with " + status + ": " + said);
    }
    return new Outcome(Files.readAllBytes(output), status == 0 ? null : said, 0, 0);
  }

  static byte[] resource(String path) throws IOException {
    try (InputStream in = ReferenceLua.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IOException("no resource " + path);
      }
      return in.readAllBytes();
    }
  }
}
