package dev.holon.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TagBlockTest {
  @TestFactory
  Stream<DynamicTest> blocksReadAsTheVectorsSay() {
    return Vectors.list(Vectors.json("avro.json")).stream()
        .filter(entry -> entry.has("strict"))
        .filter(
            entry ->
                !entry
                    .get("hex")
                    .asText()
                    .isEmpty()) // no bytes are no tags in an item, though no Avro array
        .map(entry -> DynamicTest.dynamicTest(name(entry), () -> assertBlock(entry)));
  }

  private static void assertBlock(JsonNode entry) throws ItemException {
    byte[] block = Vectors.hex(entry.get("hex").asText());
    JsonNode expected = entry.get("strict");
    if (expected.isTextual()) {
      assertThrows(
          ItemException.class, () -> TagBlock.check(block, 0, block.length, 1, ItemRules.STORED));
      return;
    }

    TagBlock.check(block, 0, block.length, expected.size(), ItemRules.STORED);

    List<RawTag> tags = TagBlock.decodeRaw(block, 0, block.length);
    assertEquals(
        Vectors.list(expected).stream()
            .map(tag -> new RawTag(bytes(tag.get(0)), bytes(tag.get(1))))
            .toList(),
        tags);
    if (entry.path("canonical").asBoolean()) {
      assertArrayEquals(block, TagBlock.encode(tags));
    }
  }

  @TestFactory
  Stream<DynamicTest> countsReadAsTheVectorsSay() {
    return Vectors.list(Vectors.json("avro.json")).stream()
        .filter(entry -> entry.path("long").asLong() > 0 && entry.path("long").asLong() < 10_000)
        .map(entry -> DynamicTest.dynamicTest(name(entry), () -> assertSize(entry)));
  }

  /** The number is put where the length of a value stands. */
  private static void assertSize(JsonNode entry) {
    int size = entry.get("long").asInt();
    byte[] number = Vectors.hex(entry.get("hex").asText());
    byte[] block = new byte[3 + number.length + size + 1];
    block[0] = 2;
    block[1] = 2;
    block[2] = 'n';
    System.arraycopy(number, 0, block, 3, number.length);

    List<RawTag> tags = TagBlock.decodeRaw(block, 0, block.length);

    assertEquals(size, tags.getFirst().value().size());
    assertArrayEquals(block, TagBlock.encode(tags));
  }

  @Test
  void noTagsAreNoBytes() throws ItemException {
    TagBlock.check(new byte[0], 0, 0, 0, ItemRules.OFFERED);

    assertEquals(0, TagBlock.encode(List.of()).length);
  }

  private static String name(JsonNode entry) {
    return entry.get("note").asText() + " " + entry.get("hex").asText().length() / 2;
  }

  private static Bytes bytes(JsonNode text) {
    return Bytes.of(Vectors.base64(text.asText()));
  }
}
