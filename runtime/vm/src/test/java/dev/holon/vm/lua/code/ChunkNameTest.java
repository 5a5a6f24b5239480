package dev.holon.vm.lua.code;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holon.vm.lua.value.ByteString;
import org.junit.jupiter.api.Test;

class ChunkNameTest {
  private static final String DIGITS = "0123456789".repeat(10);

  @Test
  void literalNamesLoseTheirEnd() {
    assertEquals("name", shortName("=name"));
    assertEquals(DIGITS.substring(0, 59), shortName("=" + DIGITS.substring(0, 59)));
    assertEquals(DIGITS.substring(0, 59), shortName("=" + DIGITS.substring(0, 60)));
  }

  @Test
  void fileNamesLoseTheirStart() {
    assertEquals("a/b.lua", shortName("@a/b.lua"));
    assertEquals(DIGITS.substring(0, 59), shortName("@" + DIGITS.substring(0, 59)));
    assertEquals("..." + DIGITS.substring(4, 60), shortName("@" + DIGITS.substring(0, 60)));
  }

  @Test
  void sourceTextShowsItsFirstLine() {
    assertEquals("[string \"x = 1\"]", shortName("x = 1"));
    assertEquals("[string \"\"]", shortName(""));
    assertEquals("[string \"x = 1...\"]", shortName("x = 1\ny = 2"));
    assertEquals(
        "[string \"" + DIGITS.substring(0, 44) + "\"]", shortName(DIGITS.substring(0, 44)));
    assertEquals(
        "[string \"" + DIGITS.substring(0, 45) + "...\"]", shortName(DIGITS.substring(0, 45)));
    assertEquals(
        "[string \"" + DIGITS.substring(0, 45) + "...\"]", shortName(DIGITS + "\n" + DIGITS));
  }

  @Test
  void namesEndAtAZeroByte() {
    assertEquals("a", shortName("=a\0b"));
    assertEquals("[string \"a\"]", shortName("a\0\nb"));
  }

  private static String shortName(String source) {
    return ChunkName.shortName(ByteString.of(source)).tojstring();
  }
}
