package dev.holon.arweave.client;

import dev.holon.protocol.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files of what never changes, by name, bounded in bytes: what was not read for the longest time
 * goes first. What it gives must be checked again: the disk is a source like any other. A file that
 * cannot be written or read is as if it were not there. Blocks; thread-safe.
 */
final class DiskCache {
  private static final String SUFFIX = ".kept";
  private static final String UNFINISHED = ".part";

  private final Path folder;
  private final long bytesMax;

  /** Sizes by name, the one that was used last at the end. */
  private final Map<String, Long> sizes = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;
  private long partCount;

  private DiskCache(Path folder, long bytesMax) {
    this.folder = folder;
    this.bytesMax = bytesMax;
  }

  /**
   * Uses a folder and what an earlier run left in it.
   *
   * @throws UncheckedIOException when it cannot be used
   */
  static DiskCache open(Path folder, long bytesMax) {
    DiskCache cache = new DiskCache(folder, bytesMax);
    try {
      Files.createDirectories(folder);
      cache.scan();
    } catch (IOException e) {
      throw new UncheckedIOException("the cache folder " + folder + " cannot be used", e);
    }
    return cache;
  }

  private void scan() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = new ArrayList<>(found.sorted().toList());
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (name.endsWith(UNFINISHED)) {
        Files.deleteIfExists(file);
      } else if (name.endsWith(SUFFIX)) {
        note(name.substring(0, name.length() - SUFFIX.length()), Files.size(file));
      }
    }
  }

  Optional<Bytes> get(String name) {
    synchronized (this) {
      if (sizes.get(name) == null) {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(Bytes.of(Files.readAllBytes(file(name))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      remove(name);
      return Optional.empty();
    }
  }

  void put(String name, Bytes content) {
    if (content.size() > bytesMax) {
      return;
    }
    Path part;
    synchronized (this) {
      if (sizes.containsKey(name)) {
        return;
      }
      part = folder.resolve(name + "-" + partCount++ + UNFINISHED);
    }
    try {
      Files.write(part, content.toArray());
      Files.move(part, file(name), StandardCopyOption.ATOMIC_MOVE);
      note(name, content.size());
    } catch (IOException e) {
      deleteQuietly(part);
    }
  }

  synchronized void remove(String name) {
    Long size = sizes.remove(name);
    if (size != null) {
      bytes -= size;
    }
    deleteQuietly(file(name));
  }

  synchronized long bytes() {
    return bytes;
  }

  private synchronized void note(String name, long size) {
    Long before = sizes.put(name, size);
    bytes += size - (before == null ? 0 : before);
    Iterator<Map.Entry<String, Long>> eldest = sizes.entrySet().iterator();
    while (bytes > bytesMax && eldest.hasNext()) {
      Map.Entry<String, Long> entry = eldest.next();
      bytes -= entry.getValue();
      deleteQuietly(file(entry.getKey()));
      eldest.remove();
    }
  }

  private Path file(String name) {
    return folder.resolve(name + SUFFIX);
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It counts as gone; the next start finds it again.
    }
  }
}
