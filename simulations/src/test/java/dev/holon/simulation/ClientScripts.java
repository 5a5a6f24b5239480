package dev.holon.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs scripts under Node.js with the network's own client, {@code @permaweb/aoconnect}, installed
 * from npm.
 */
final class ClientScripts {
  private static final Duration INSTALL_MAX = Duration.ofMinutes(9);
  private static final Path NODE_HEADERS = Path.of("/usr/include/node/node.h");
  private static final Duration RUN_MAX = Duration.ofMinutes(5);

  private final Path folder;

  private ClientScripts(Path folder) {
    this.folder = folder;
  }

  /** Installs the network's own client below {@code target/}. */
  static ClientScripts install() throws IOException, InterruptedException {
    return install("aoconnect", List.of("--ignore-scripts"));
  }

  /**
   * Installs the locked packages of a folder of {@code src/test} below {@code target/}, unless they
   * are there.
   */
  static ClientScripts install(String name, List<String> options)
      throws IOException, InterruptedException {
    Path source = Path.of("src", "test", name);
    Path folder = Files.createDirectories(Path.of("target", name).toAbsolutePath());
    Path lock = folder.resolve("package-lock.json");
    boolean isInstalled =
        Files.exists(folder.resolve("node_modules/.package-lock.json"))
            && Files.mismatch(lock, source.resolve("package-lock.json")) < 0;
    try (Stream<Path> files = Files.list(source)) {
      files.forEach(file -> copy(file, folder));
    }
    ClientScripts scripts = new ClientScripts(folder);
    if (!isInstalled) {
      scripts.run(
          INSTALL_MAX,
          Stream.concat(Stream.of("npm", "ci", "--no-audit", "--no-fund"), options.stream())
              .toList());
    }
    return scripts;
  }

  Path folder() {
    return folder;
  }

  /** Adds a script beside the packages. */
  ClientScripts add(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return this;
  }

  /** Runs a script; what it printed. Fails when it exits with another code than 0. */
  String node(String script, String... arguments) throws IOException, InterruptedException {
    return run(RUN_MAX, Stream.concat(Stream.of("node", script), Stream.of(arguments)).toList());
  }

  private String run(Duration timeMax, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    if (Files.exists(NODE_HEADERS)) {
      builder.environment().put("npm_config_nodedir", "/usr"); // else they are downloaded
    }
    Process process = builder.start();
    boolean isDone = process.waitFor(timeMax.toSeconds(), TimeUnit.SECONDS);
    if (!isDone) {
      process.destroyForcibly();
    }
    String printed = Files.readString(output);
    if (!isDone || process.exitValue() != 0) {
      throw new AssertionError(
          command
              + (isDone ? " exited " + process.exitValue() : " took too long")
              + "\n"
              + printed);
    }
    return printed;
  }

  private static void copy(Path file, Path folder) {
    try {
      Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
