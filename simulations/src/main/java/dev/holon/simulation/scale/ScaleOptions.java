package dev.holon.simulation.scale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the commands that start nodes of their own. */
final class ScaleOptions {
  @Option(
      names = "--folder",
      description =
          "for database, keys and logs; kept, and used again (default: a new one, deleted at the end)")
  private @Nullable Path folder;

  @Option(
      names = "--seconds-max",
      description = "gives up after this time (default: ${DEFAULT-VALUE})")
  private int secondsMax = 3_600;

  int secondsMax() {
    return secondsMax;
  }

  /** What is done in the folder. */
  @FunctionalInterface
  interface Work<T> {
    T in(Path folder) throws Exception;
  }

  /** Does it in the folder that was asked for, or in one that lasts no longer. */
  <T> T run(Work<T> work) throws Exception {
    Path given = folder;
    if (given != null) {
      return work.in(given);
    }
    Path made = Files.createTempDirectory("holon-scale");
    try {
      return work.in(made);
    } finally {
      delete(made);
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      paths.sorted(Comparator.reverseOrder()).forEach(ScaleOptions::deleteOne);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
