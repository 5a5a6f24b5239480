package dev.holon.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ItemErrorTest {
  @Test
  void codesAreUniqueAndStable() {
    List<String> codes = Arrays.stream(ItemError.values()).map(ItemError::code).toList();

    assertEquals(codes.size(), Set.copyOf(codes).size());
    assertEquals("ITEM-0001", ItemError.TRUNCATED.code());
    assertEquals("ITEM-0010", ItemError.BAD_SIGNATURE.code());
    assertEquals("ITEM-0030", ItemError.BAD_TAG_VALUE.code());
  }

  @Test
  void messagesCarryTheFacts() {
    assertEquals(
        "ITEM-0001 TRUNCATED: signature of 512 bytes at byte 2, the item has 300",
        messageOf("truncated-in-signature"));
    assertEquals("ITEM-0004 TAG_COUNT_LIMIT: 129 tags, limit 128", messageOf("tags-129"));
    assertEquals(
        "ITEM-0004 TAG_COUNT_LIMIT: 18446744073709551615 tags, limit 128",
        messageOf("tagcount-absurd-2-64-1"));
    assertEquals(
        "ITEM-0002 UNKNOWN_SIGNATURE_TYPE: type 101, known are 1 to 7", messageOf("type-101"));
  }

  @Test
  void sizeIsLimitedBeforeAnythingIsRead() {
    byte[] bytes = Vectors.named("t2-ed25519-empty");
    ItemRules rules = ItemRules.OFFERED.withItemSizeBytesMax(bytes.length - 1);

    ItemException e = assertThrows(ItemException.class, () -> DataItem.parse(bytes, rules));

    assertEquals(ItemError.ITEM_SIZE_LIMIT, e.error());
  }

  private static String messageOf(String vector) {
    byte[] bytes = Vectors.named(vector);
    return assertThrows(ItemException.class, () -> DataItem.parse(bytes)).getMessage();
  }
}
