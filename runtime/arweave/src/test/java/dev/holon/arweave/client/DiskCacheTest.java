package dev.holon.arweave.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.protocol.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskCacheTest {
  private static final Bytes TEN = Bytes.of(new byte[10]);

  @TempDir private Path folder;

  @Test
  void whatWasNotUsedForTheLongestTimeGoesFirst() throws IOException {
    DiskCache cache = DiskCache.open(folder, 30);
    cache.put("a", TEN);
    cache.put("b", TEN);
    cache.put("c", TEN);
    assertTrue(cache.get("a").isPresent());

    cache.put("d", TEN);

    assertTrue(cache.get("b").isEmpty());
    assertTrue(cache.get("a").isPresent());
    assertEquals(30, cache.bytes());
    assertEquals(3, fileCount());
  }

  @Test
  void whatIsLargerThanTheCacheIsNotKept() throws IOException {
    DiskCache cache = DiskCache.open(folder, 9);

    cache.put("a", TEN);

    assertEquals(0, fileCount());
  }

  @Test
  void smallerLimitHoldsFromTheNextStart() throws IOException {
    DiskCache before = DiskCache.open(folder, 100);
    before.put("a", TEN);
    before.put("b", TEN);
    Files.write(folder.resolve("c-1.part"), new byte[50]);

    DiskCache cache = DiskCache.open(folder, 10);

    assertEquals(10, cache.bytes());
    assertEquals(1, fileCount());
  }

  @Test
  void fileThatSomebodyDeletedIsNotThere() throws IOException {
    DiskCache cache = DiskCache.open(folder, 100);
    cache.put("a", TEN);
    Files.delete(folder.resolve("a.kept"));

    assertTrue(cache.get("a").isEmpty());
  }

  private long fileCount() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }
}
