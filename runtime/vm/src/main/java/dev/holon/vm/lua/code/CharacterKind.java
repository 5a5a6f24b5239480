package dev.holon.vm.lua.code;

/** Classes of bytes, as in the C locale. */
final class CharacterKind {
  private CharacterKind() {}

  static boolean isDigit(int value) {
    return value >= '0' && value <= '9';
  }

  static boolean isHexDigit(int value) {
    return isDigit(value) || (value >= 'a' && value <= 'f') || (value >= 'A' && value <= 'F');
  }

  static int hexValue(int digit) {
    return isDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
  }

  static boolean isSpace(int value) {
    return value == ' ' || (value >= '\t' && value <= '\r');
  }

  static boolean startsName(int value) {
    return (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z') || value == '_';
  }

  static boolean continuesName(int value) {
    return startsName(value) || isDigit(value);
  }
}
