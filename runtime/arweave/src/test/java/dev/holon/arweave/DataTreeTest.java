package dev.holon.arweave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.crypto.Sha2;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DataTreeTest {
  private static Stream<JsonNode> golden() {
    return Golden.transactions().stream();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void rootChunksAndProofsAreTheLibrarys(JsonNode vector) {
    DataTree tree = DataTree.of(Golden.data(vector.get("dataSize").intValue()));

    assertEquals(vector.get("dataRoot").asText(), base64(tree.root().toArray()));
    assertEquals(vector.get("leavesIncludingEmpty").intValue(), tree.leafCount());
    List<JsonNode> chunks = Golden.list(vector.get("chunks"));
    assertEquals(chunks.size(), tree.chunks().size());
    for (int i = 0; i < chunks.size(); i++) {
      assertEquals(chunks.get(i).get("begin").longValue(), tree.chunks().get(i).beginByte());
      assertEquals(chunks.get(i).get("end").longValue(), tree.chunks().get(i).endByte());
      byte[] path = tree.path(i).bytes().toArray();
      assertEquals(chunks.get(i).get("dataPathLength").intValue(), path.length);
      assertEquals(
          chunks.get(i).get("dataPathSha256").asText(),
          java.util.HexFormat.of().formatHex(Sha2.sha256(path)));
    }
  }

  @Property(tries = 60)
  void everyChunkProvesItsPlaceAndNoOther(@ForAll @IntRange(min = 1, max = 1_400_000) int size)
      throws TransactionException {
    byte[] data = Golden.data(size);
    DataSource source = DataSource.of(data);
    DataTree tree = DataTree.of(source);

    for (int i = 0; i < tree.chunks().size(); i++) {
      ChunkRange range = tree.chunks().get(i);
      byte[] chunk = source.read(range);
      DataPath path = tree.path(i);
      assertEquals(range, path.verify(tree.root(), size, range.beginByte(), chunk));
      assertEquals(range, path.verify(tree.root(), size, range.endByte() - 1, chunk));
      long elsewhere = range.beginByte() == 0 ? range.endByte() : range.beginByte() - 1;
      assertThrows(
          TransactionException.class, () -> path.verify(tree.root(), size, elsewhere, chunk));
      chunk[0] ^= 1;
      assertThrows(
          TransactionException.class,
          () -> path.verify(tree.root(), size, range.beginByte(), chunk));
    }
  }

  @Property(tries = 200)
  void chunksAreNeitherTooLargeNorTooSmall(@ForAll @IntRange(min = 1, max = 5_000_000) int size) {
    List<ChunkRange> ranges = ChunkRange.cut(size);

    long end = 0;
    for (ChunkRange range : ranges) {
      assertEquals(end, range.beginByte());
      assertTrue(range.sizeBytes() <= ChunkRange.SIZE_MAX_BYTES);
      assertTrue(
          range.isEmpty() || ranges.size() == 1 || range.sizeBytes() >= ChunkRange.SIZE_MIN_BYTES);
      end = range.endByte();
    }
    assertEquals(size, end);
  }

  @Test
  void changedProofIsFound() {
    byte[] data = Golden.data(900_000);
    DataTree tree = DataTree.of(data);
    ChunkRange range = tree.chunks().get(1);
    byte[] chunk = DataSource.of(data).read(range);
    byte[] path = tree.path(1).bytes().toArray();

    for (int i = 0; i < path.length; i++) {
      byte[] changed = path.clone();
      changed[i] ^= 1;
      DataPath forged = new DataPath(Bytes.of(changed));
      assertThrows(
          TransactionException.class,
          () -> forged.verify(tree.root(), data.length, range.beginByte(), chunk),
          "byte " + i);
    }
  }

  @Test
  void proofsOfOtherLengthsAreRefused() {
    byte[] data = Golden.data(900_000);
    DataTree tree = DataTree.of(data);
    byte[] path = tree.path(0).bytes().toArray();

    for (int size = 0; size < path.length; size++) {
      DataPath cut = new DataPath(Bytes.of(java.util.Arrays.copyOf(path, size)));
      assertThrows(TransactionException.class, () -> cut.verify(tree.root(), data.length, 0, data));
    }
  }

  @Test
  void fileGivesTheSameTreeAsMemory(@TempDir Path folder) throws IOException {
    byte[] data = Golden.data(700_000);
    Path file = Files.write(folder.resolve("data"), data);

    assertEquals(DataTree.of(data).root(), DataTree.of(DataSource.of(file)).root());
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
