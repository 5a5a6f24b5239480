package dev.holon.vm.lua.library;

/** The character classes of patterns in the C locale (Lua 5.3 manual §6.4.1). */
final class CharacterClass {
  private static final int ALPHA = 1;
  private static final int CONTROL = 2;
  private static final int DIGIT = 4;
  private static final int LOWER = 8;
  private static final int PUNCTUATION = 16;
  private static final int SPACE = 32;
  private static final int UPPER = 64;
  private static final int HEX = 128;
  private static final int ZERO = 256;

  private static final short[] KINDS = kinds();
  private static final short[] LETTERS = letters();
  private static final long[][] MEMBERS = members();

  private CharacterClass() {}

  private static short[] kinds() {
    short[] kinds = new short[256];
    for (int c = 0; c < 128; c++) {
      int kind = c == 0 ? ZERO : 0;
      if (c < 32 || c == 127) {
        kind |= CONTROL;
      }
      if ((c >= 9 && c <= 13) || c == ' ') {
        kind |= SPACE;
      }
      if (isDigit(c)) {
        kind |= DIGIT | HEX;
      } else if (c >= 'a' && c <= 'z') {
        kind |= ALPHA | LOWER | (c <= 'f' ? HEX : 0);
      } else if (c >= 'A' && c <= 'Z') {
        kind |= ALPHA | UPPER | (c <= 'F' ? HEX : 0);
      } else if (c > ' ' && c < 127) {
        kind |= PUNCTUATION;
      }
      kinds[c] = (short) kind;
    }
    return kinds;
  }

  private static short[] letters() {
    short[] letters = new short[256];
    put(letters, 'a', ALPHA);
    put(letters, 'c', CONTROL);
    put(letters, 'd', DIGIT);
    put(letters, 'g', ALPHA | DIGIT | PUNCTUATION);
    put(letters, 'l', LOWER);
    put(letters, 'p', PUNCTUATION);
    put(letters, 's', SPACE);
    put(letters, 'u', UPPER);
    put(letters, 'w', ALPHA | DIGIT);
    put(letters, 'x', HEX);
    put(letters, 'z', ZERO);
    return letters;
  }

  private static void put(short[] letters, char letter, int kinds) {
    letters[letter] = (short) kinds;
    letters[letter - 'a' + 'A'] = (short) -kinds;
  }

  /**
   * Whether a byte is in the class of the letter after {@code %}; an upper-case letter negates, and
   * what is no class stands for itself.
   */
  static boolean contains(int letter, int c) {
    int kinds = LETTERS[letter];
    if (kinds > 0) {
      return (KINDS[c] & kinds) != 0;
    }
    return kinds == 0 ? letter == c : (KINDS[c] & -kinds) == 0;
  }

  private static long[][] members() {
    long[][] members = new long[256][4];
    for (int letter = 0; letter < 256; letter++) {
      for (int c = 0; c < 256; c++) {
        if (contains(letter, c)) {
          members[letter][c >> 6] |= 1L << c;
        }
      }
    }
    return members;
  }

  /** The class of a letter as a bitmap of four words: to be read only. */
  static long[] members(int letter) {
    return MEMBERS[letter];
  }

  static boolean isControl(int c) {
    return (KINDS[c] & CONTROL) != 0;
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
