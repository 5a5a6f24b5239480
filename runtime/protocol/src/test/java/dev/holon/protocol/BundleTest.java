package dev.holon.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BundleTest {
  private static final Verifier VERIFIER = Verifier.fastest();

  @TestFactory
  Stream<DynamicTest> acceptsWhatTheVectorsAccept() {
    return Vectors.bundles().stream()
        .filter(entry -> entry.get("recommended").asText().equals("accept"))
        .map(
            entry ->
                DynamicTest.dynamicTest(entry.get("name").asText(), () -> assertAccepted(entry)));
  }

  private static void assertAccepted(JsonNode entry) throws ItemException {
    byte[] bytes = Vectors.bytes(entry.get("file").asText());

    Bundle bundle = Bundle.parse(bytes, ItemRules.OFFERED);

    assertEquals(entry.get("items").size(), bundle.verify(VERIFIER).size());
    assertArrayEquals(bytes, bundle.toBytes());
    List<String> expected = new ArrayList<>();
    collectIds(entry.get("items"), expected);
    List<BundledItem> found = bundle.flatten(ItemRules.OFFERED);
    assertEquals(expected, found.stream().map(item -> item.item().id().toString()).toList());
    for (BundledItem item : found) {
      VERIFIER.verify(item.item());
    }
  }

  private static void collectIds(JsonNode items, List<String> ids) {
    for (JsonNode item : items) {
      ids.add(item.get("id").asText());
      if (item.has("items")) {
        collectIds(item.get("items"), ids);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> refusesWhatTheVectorsRejectAndSaysWhy() {
    return Vectors.bundles().stream()
        .filter(entry -> entry.get("recommended").asText().equals("reject"))
        .map(
            entry ->
                DynamicTest.dynamicTest(entry.get("name").asText(), () -> assertRefused(entry)));
  }

  private static void assertRefused(JsonNode entry) {
    byte[] bytes = Vectors.bytes(entry.get("file").asText());

    ItemException e =
        assertThrows(ItemException.class, () -> Bundle.parseStored(bytes).verify(VERIFIER));

    assertEquals(
        ExpectedErrors.of(entry.get("name").asText(), entry.get("reason").asText()), e.error());
  }

  @Test
  void freeChoicesDependOnTheRules() throws ItemException {
    byte[] trailing = Vectors.named("bundle-trailing-bytes");
    byte[] duplicate = Vectors.named("bundle-duplicate-item");

    assertEquals(1, Bundle.parseStored(trailing).items().size());
    assertEquals(2, Bundle.parseStored(duplicate).items().size());
    assertEquals(ItemError.BUNDLE_TRAILING_BYTES, errorWhenOffered(trailing));
    assertEquals(ItemError.BUNDLE_DUPLICATE_ITEM, errorWhenOffered(duplicate));
  }

  @Test
  void itemsWithinBundlesKnowTheirParent() throws ItemException {
    Bundle bundle = Bundle.parseStored(Vectors.named("ao-su-bundle"));

    List<BundledItem> items = bundle.flatten(ItemRules.STORED);

    assertEquals(List.of(0, 1, 1), items.stream().map(BundledItem::depth).toList());
    assertTrue(items.get(0).bundledIn().isEmpty());
    assertEquals(items.get(0).item().id(), items.get(1).bundledIn().orElseThrow());
    assertEquals("Assignment", items.get(1).item().tag("Type").orElseThrow());
  }

  @Test
  void nestingEndsAtTheLimit() throws ItemException {
    Bundle deepest = nested(Bundle.DEPTH_MAX);
    Bundle tooDeep = nested(Bundle.DEPTH_MAX + 1);

    assertEquals(Bundle.DEPTH_MAX, deepest.flatten(ItemRules.STORED).size());
    ItemException e = assertThrows(ItemException.class, () -> tooDeep.flatten(ItemRules.STORED));
    assertEquals(ItemError.BUNDLE_DEPTH_LIMIT, e.error());
  }

  private static Bundle nested(int depth) {
    Bundle bundle = new Bundle(List.of());
    for (int i = 0; i < depth; i++) {
      bundle =
          new Bundle(
              List.of(
                  new UnsignedItem(null, null, Bundle.TAGS, bundle.toBytes())
                      .sign(TestKeys.ed25519())));
    }
    return bundle;
  }

  private static ItemError errorWhenOffered(byte[] bytes) {
    return assertThrows(ItemException.class, () -> Bundle.parse(bytes, ItemRules.OFFERED)).error();
  }
}
