package dev.holon.vm.luaj;

/** Character classes of patterns, those of the C locale: bytes over 127 belong to none. */
final class CharacterClass {
  private CharacterClass() {}

  static boolean isSpace(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLower(int c) {
    return c >= 'a' && c <= 'z';
  }

  static boolean isUpper(int c) {
    return c >= 'A' && c <= 'Z';
  }

  /**
   * Whether a byte is in the class named by a letter after {@code %}; an upper-case letter means
   * the complement.
   */
  static boolean matches(int c, int letter) {
    boolean isComplement = isUpper(letter);
    boolean isMember;
    switch (isComplement ? letter + 32 : letter) {
      case 'a' -> isMember = isLower(c) || isUpper(c);
      case 'd' -> isMember = isDigit(c);
      case 'l' -> isMember = isLower(c);
      case 'u' -> isMember = isUpper(c);
      case 'c' -> isMember = c < ' ' || c == 127;
      case 'g' -> isMember = c > ' ' && c < 127;
      case 'p' -> isMember = c > ' ' && c < 127 && !isLower(c) && !isUpper(c) && !isDigit(c);
      case 's' -> isMember = isSpace(c);
      case 'w' -> isMember = isLower(c) || isUpper(c) || isDigit(c);
      case 'x' -> isMember = isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      case 'z' -> isMember = c == 0;
      default -> {
        return letter == c;
      }
    }
    return isMember != isComplement;
  }
}
