package dev.holon.node;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;

/**
 * Where a development node keeps all it has: {@code postgres/}, {@code keys/}, {@code logs/} and a
 * marker file that says the folder is Holon's, so that nothing else is ever deleted.
 */
record DataFolder(Path root) {
  private static final String MARKER = "holon-data";

  /** Opens a folder of Holon's, or makes one out of an empty or missing folder. */
  static DataFolder open(Path path) throws IOException, StartFailure {
    Path root = path.toAbsolutePath().normalize();
    Files.createDirectories(root);
    if (!Files.exists(root.resolve(MARKER))) {
      if (!isEmpty(root)) {
        throw new StartFailure(
            "--data " + root + " holds files that are not Holon's: name an empty or new folder");
      }
      Files.writeString(root.resolve(MARKER), "1\n");
    }
    return new DataFolder(root);
  }

  /** As {@link #open}, without what was there. */
  static DataFolder openFresh(Path path) throws IOException, StartFailure {
    DataFolder folder = open(path);
    for (Path part : new Path[] {folder.postgres(), folder.keys(), folder.logs()}) {
      deleteTree(part);
    }
    return folder;
  }

  Path postgres() {
    return root.resolve("postgres");
  }

  Path keys() {
    return root.resolve("keys");
  }

  Path logs() {
    return root.resolve("logs");
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path visited, @org.jspecify.annotations.Nullable IOException fault)
              throws IOException {
            if (fault != null) {
              throw fault;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
