package dev.holon.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssignmentTest {
  private static final ProcessId PROCESS =
      ProcessId.parse("BteTHZ9lmep4ERE5ew4pOSlvLmGfy_Ma_uENSXE_Y9I");
  private static final Id CHAIN = Id.parse("btM4gEEwXQ2n4N9oTTMQIYYGQCW5qfkrkcAJ0xuITac");
  private static final Id MESSAGE = Id.parse("EwAiHp79CqV1POQzmKeN8DBoMN6Pqk8t_H8AdQuPYY8");
  private static final byte[] ANCHOR = new byte[32];
  private static final Assignment ASSIGNMENT =
      new Assignment(PROCESS, 1, CHAIN, 1_500_030, 1_700_000_005_000L, MESSAGE, List.of());

  @Test
  void tagsStandInTheOrderOfTheLiveNetwork() {
    DataItem item = ASSIGNMENT.sign(TestKeys.secp256k1(), ANCHOR);

    assertEquals(
        List.of(
            new Tag("Process", "BteTHZ9lmep4ERE5ew4pOSlvLmGfy_Ma_uENSXE_Y9I"),
            new Tag("Epoch", "0"),
            new Tag("Nonce", "1"),
            new Tag("Hash-Chain", "btM4gEEwXQ2n4N9oTTMQIYYGQCW5qfkrkcAJ0xuITac"),
            new Tag("Block-Height", "000001500030"),
            new Tag("Timestamp", "1700000005000"),
            new Tag("Data-Protocol", "ao"),
            new Tag("Type", "Assignment"),
            new Tag("Variant", "ao.TN.1"),
            new Tag("Message", "EwAiHp79CqV1POQzmKeN8DBoMN6Pqk8t_H8AdQuPYY8")),
        item.tags());
    assertTrue(item.target().isEmpty());
    assertArrayEquals(ANCHOR, item.anchor().orElseThrow());
    assertEquals(0, item.data().remaining());
  }

  @Test
  void readsBackWhatItSigned() throws ItemException {
    Assignment spawn =
        new Assignment(PROCESS, 0, HashChain.first(PROCESS), 0, 5, null, List.of("Data", "Tags"));

    for (Assignment assignment : List.of(ASSIGNMENT, spawn)) {
      assertEquals(assignment, Assignment.read(assignment.sign(TestKeys.ed25519(), ANCHOR)));
    }
  }

  @Test
  void readsTheAssignmentOfTheReferenceScheduler() throws ItemException {
    Assignment assignment = Assignment.read(DataItem.parse(Vectors.named("ao-assignment")));

    assertEquals(0, assignment.exclude().size());
    assertTrue(assignment.blockHeight() > 1_000_000);
  }

  @Test
  void refusesAMissingOrMalformedTag() {
    for (String name :
        List.of("Process", "Epoch", "Nonce", "Hash-Chain", "Block-Height", "Timestamp", "Type")) {
      assertEquals(ItemError.MISSING_TAG, errorOf(without(name)), name);
      for (String value :
          List.of("", "x", "-1", "+1", "99999999999999999999", "9223372036854775808")) {
        assertEquals(ItemError.BAD_TAG_VALUE, errorOf(with(name, value)), name + "=" + value);
      }
    }
    assertEquals(ItemError.BAD_TAG_VALUE, errorOf(with("Message", "abc")));
    assertEquals(ItemError.BAD_TAG_VALUE, errorOf(with("Block-Height", "1000000000000")));
  }

  private static ItemError errorOf(List<Tag> tags) {
    DataItem item = new UnsignedItem(null, null, tags, new byte[0]).sign(TestKeys.ed25519());
    return assertThrows(ItemException.class, () -> Assignment.read(item)).error();
  }

  private static List<Tag> without(String name) {
    return ASSIGNMENT.tags().stream().filter(tag -> !tag.name().equals(name)).toList();
  }

  private static List<Tag> with(String name, String value) {
    List<Tag> tags = new ArrayList<>(without(name));
    tags.add(new Tag(name, value));
    return tags;
  }
}
