package dev.holon.vm.luaj;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Reads numbers from text as Lua's {@code tonumber} does. */
final class NumberReader {
  private static final int DECIMAL_LENGTH_MAX = 200;

  private NumberReader() {}

  /**
   * The number a text denotes, decimal or hexadecimal, with white space around; nil when it is
   * none.
   */
  static LuaValue read(LuaString text) {
    String trimmed = trim(text);
    boolean isNegative = trimmed.startsWith("-");
    String digits = isNegative || trimmed.startsWith("+") ? trimmed.substring(1) : trimmed;
    if (digits.isEmpty() || digits.length() > DECIMAL_LENGTH_MAX) {
      return LuaValue.NIL;
    }
    if (digits.startsWith("0x") || digits.startsWith("0X")) {
      return digits.length() == 2 ? LuaValue.NIL : integer(digits.substring(2), 16, isNegative);
    }
    if (!isDecimal(digits)) {
      return LuaValue.NIL;
    }
    double value = Double.parseDouble(digits);
    return LuaValue.valueOf(isNegative ? -value : value);
  }

  /** The integer a text denotes in a base of 2 to 36; nil when it is none. */
  static LuaValue read(LuaString text, int base) {
    String trimmed = trim(text);
    boolean isNegative = trimmed.startsWith("-");
    return integer(isNegative ? trimmed.substring(1) : trimmed, base, isNegative);
  }

  private static LuaValue integer(String digits, int base, boolean isNegative) {
    double value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) < 128 ? Character.digit(digits.charAt(i), base) : -1;
      if (digit < 0) {
        return LuaValue.NIL;
      }
      value = value * base + digit;
    }
    return digits.isEmpty() ? LuaValue.NIL : LuaValue.valueOf(isNegative ? -value : value);
  }

  /** Digits with at most one point, then perhaps an exponent. */
  private static boolean isDecimal(String text) {
    int i = skipDigits(text, 0);
    int digits = i;
    if (i < text.length() && text.charAt(i) == '.') {
      int end = skipDigits(text, i + 1);
      digits += end - i - 1;
      i = end;
    }
    if (digits == 0) {
      return false;
    }
    if (i < text.length() && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
      int start = i + 1;
      if (start < text.length() && (text.charAt(start) == '+' || text.charAt(start) == '-')) {
        start++;
      }
      i = skipDigits(text, start);
      return i > start && i == text.length();
    }
    return i == text.length();
  }

  private static int skipDigits(String text, int start) {
    int i = start;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i;
  }

  private static String trim(LuaString text) {
    int start = 0;
    int end = text.length();
    while (start < end && CharacterClass.isSpace(text.luaByte(start))) {
      start++;
    }
    while (end > start && CharacterClass.isSpace(text.luaByte(end - 1))) {
      end--;
    }
    return end - start > DECIMAL_LENGTH_MAX + 2 ? "" : text.substring(start, end).tojstring();
  }
}
