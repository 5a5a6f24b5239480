package dev.holon.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DeepHashTest {
  @TestFactory
  Stream<DynamicTest> hashesAsTheVectorsSay() {
    return Vectors.list(Vectors.json("deephash.json")).stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.get("label").asText(),
                    () ->
                        assertEquals(
                            entry.get("hash").asText(),
                            Vectors.hex(DeepHash.of(element(entry.get("input"))).toArray()))));
  }

  @Test
  void nestingCostsNoCallDepth() {
    DeepHash.Element nested = DeepHash.Blob.ofUtf8("x");
    for (int i = 0; i < 20_000; i++) {
      nested = DeepHash.Sequence.of(nested);
    }

    assertEquals(48, DeepHash.of(nested).size());
  }

  private static DeepHash.Element element(JsonNode node) {
    if (node.isTextual()) {
      return new DeepHash.Blob(Bytes.of(Vectors.hex(node.asText())));
    }
    List<DeepHash.Element> elements =
        Vectors.list(node).stream().map(DeepHashTest::element).toList();
    return new DeepHash.Sequence(elements);
  }
}
