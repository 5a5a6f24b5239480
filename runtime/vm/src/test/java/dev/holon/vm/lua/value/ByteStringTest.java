package dev.holon.vm.lua.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class ByteStringTest {
  private static final int[] LENGTHS = {0, 1, 5, 31, 32, 33, 40, 41, 64, 100, 999};

  /** Of bytes that count up by 7, from a C program with the hash of the C implementation. */
  private static final int[] HASHES = {
    0xb820c8c6,
    0x8a0183d6,
    0x605813f3,
    0xa2ebe571,
    0x7d0635dc,
    0x9be7f3da,
    0xb7bf7417,
    0x0d4c2c0b,
    0x1b4c9c4f,
    0xb8b7fb02,
    0x0725e78d
  };

  @Test
  void hashEqualsThatOfTheReference() {
    for (int i = 0; i < LENGTHS.length; i++) {
      byte[] bytes = new byte[LENGTHS[i]];
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = (byte) (7 * j);
      }

      assertEquals(HASHES[i], ByteString.wrap(bytes).hash());
    }
  }

  @Test
  void equalBytesAreEqualStrings() {
    assertEquals(ByteString.of("text"), ByteString.wrap(new byte[] {'t', 'e', 'x', 't'}));
    assertNotEquals(ByteString.of("text"), ByteString.of("texts"));
    assertEquals(ByteString.of("ex"), ByteString.of("text").slice(1, 3));
  }

  @Test
  void orderIsThatOfUnsignedBytes() {
    assertEquals(1, Integer.signum(ByteString.of("é").order(ByteString.of("z"))));
    assertEquals(-1, Integer.signum(ByteString.of("a").order(ByteString.of("aa"))));
    assertEquals(0, ByteString.of("a").order(ByteString.of("a")));
  }
}
