package dev.holon.simulation.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Wall clocks of nodes that can be set while they run: libfaketime stands between a node's JVM and
 * the system, and reads from a file how far the clock is off. The monotonic clock, by which the JVM
 * waits, is left alone; jumps of a machine's time do not touch it either.
 */
final class NodeClocks {
  private static final String LIBRARY = "faketime/libfaketime.so.1";

  private final Path folder;
  private final Path library;

  private NodeClocks(Path folder, Path library) {
    this.folder = folder;
    this.library = library;
  }

  /** Whether this machine has the library (Debian: libfaketime). */
  static boolean canBeSet() {
    return library().isPresent();
  }

  /**
   * @param folder for the files that say how far off the clocks are
   * @throws IOException when the library is missing
   */
  static NodeClocks in(Path folder) throws IOException {
    Path library =
        library()
            .orElseThrow(
                () ->
                    new IOException(
                        "libfaketime is missing (Debian: apt-get install libfaketime)"));
    return new NodeClocks(folder, library);
  }

  private static Optional<Path> library() {
    try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
      return folders.map(each -> each.resolve(LIBRARY)).filter(Files::isReadable).findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What a node's command line begins with. Its clock is right until it is set. */
  List<String> commandPrefix(int node) throws IOException {
    set(node, Duration.ZERO);
    return List.of(
        "env",
        "LD_PRELOAD=" + library,
        "FAKETIME_TIMESTAMP_FILE=" + file(node),
        "FAKETIME_NO_CACHE=1",
        "FAKETIME_DONT_FAKE_MONOTONIC=1",
        // Else the library's way around a fault of older systems ends each wait of the JVM at once.
        "FAKETIME_FORCE_MONOTONIC_FIX=0");
  }

  /** Sets a node's clock this far ahead of the machine's, or behind it if negative. */
  void set(int node, Duration ahead) throws IOException {
    long seconds = ahead.toSeconds();
    Files.writeString(file(node), (seconds < 0 ? "" : "+") + seconds + "s\n");
  }

  private Path file(int node) {
    return folder.resolve("node" + node + ".clock");
  }
}
