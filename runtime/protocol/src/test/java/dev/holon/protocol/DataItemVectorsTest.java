package dev.holon.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.crypto.Sha2;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class DataItemVectorsTest {
  /** Vectors that readers may take or refuse, and what the rules for offered items say to them. */
  private static final Map<String, ItemError> REFUSED_WHEN_OFFERED =
      Map.of(
          "avro-two-blocks", ItemError.NON_CANONICAL_TAGS,
          "avro-negative-count", ItemError.NON_CANONICAL_TAGS,
          "avro-negative-then-positive", ItemError.NON_CANONICAL_TAGS,
          "avro-overlong-varint", ItemError.NON_CANONICAL_TAGS,
          "avro-empty-array-one-byte", ItemError.NON_CANONICAL_TAGS,
          "tags-non-utf8", ItemError.NON_UTF8_TAG,
          "tags-empty-name", ItemError.EMPTY_TAG_NAME);

  @TestFactory
  Stream<DynamicTest> fieldsReadAsTheVectorsSay() {
    return Vectors.items().stream()
        .filter(entry -> entry.has("id"))
        .map(
            entry ->
                DynamicTest.dynamicTest(entry.get("name").asText(), () -> assertFields(entry)));
  }

  private static void assertFields(JsonNode entry) throws ItemException {
    byte[] bytes = Vectors.bytes(entry.get("file").asText());

    DataItem item = DataItem.parseStored(bytes);

    assertEquals(entry.get("signatureType").asInt(), item.signatureType().code());
    assertEquals(entry.get("id").asText(), item.id().toString());
    assertEquals(entry.get("signature").asText(), Vectors.base64(item.signature()));
    assertEquals(entry.get("owner").asText(), Vectors.base64(item.owner()));
    assertEquals(entry.get("ownerAddress").asText(), item.ownerAddress().text());
    assertEquals(text(entry.get("target")), item.target().map(Id::toString).orElse(""));
    assertEquals(text(entry.get("anchor")), item.anchor().map(Vectors::base64).orElse(""));
    assertEquals(entry.get("dataOffset").asInt(), item.dataOffset());
    assertEquals(entry.get("dataSize").asInt(), item.data().remaining());
    assertEquals(
        entry.get("dataSha256").asText(),
        Vectors.hex(Sha2.sha256(Bytes.of(item.data()).toArray())));
    assertEquals(entry.get("signatureMessage").asText(), Vectors.hex(item.signatureMessage()));
    assertEquals(tags(entry.get("tags")), item.rawTags());
    assertArrayEquals(bytes, item.toBytes());
  }

  @TestFactory
  Stream<DynamicTest> freeChoicesAreRefusedWhenOffered() {
    return REFUSED_WHEN_OFFERED.entrySet().stream()
        .map(
            choice ->
                DynamicTest.dynamicTest(
                    choice.getKey(),
                    () -> {
                      byte[] bytes = Vectors.named(choice.getKey());

                      ItemException e =
                          assertThrows(ItemException.class, () -> DataItem.parse(bytes));

                      assertEquals(choice.getValue(), e.error());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> ethereumOwnersHaveTheirChecksumAddress() {
    return Vectors.items().stream()
        .filter(
            entry -> entry.path("signatureType").asInt() == 3 && entry.hasNonNull("nativeAddress"))
        .filter(entry -> !entry.get("recommended").asText().equals("reject"))
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.get("name").asText(),
                    () ->
                        assertEquals(
                            entry.get("nativeAddress").asText(),
                            DataItem.parse(Vectors.bytes(entry.get("file").asText()))
                                .signerAddress()
                                .text())));
  }

  private static String text(JsonNode node) {
    return node == null || node.isNull() ? "" : node.asText();
  }

  private static List<RawTag> tags(JsonNode array) {
    List<RawTag> tags = new ArrayList<>();
    for (JsonNode tag : array) {
      tags.add(new RawTag(bytes(tag, "name"), bytes(tag, "value")));
    }
    return tags;
  }

  private static Bytes bytes(JsonNode tag, String field) {
    return tag.has(field)
        ? Bytes.of(tag.get(field).asText().getBytes(StandardCharsets.UTF_8))
        : Bytes.of(Vectors.base64(tag.get(field + "B64").asText()));
  }
}
