package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;

/** One conversion of a format, such as {@code %-5.2f}: flags, width, precision. */
final class FormatSpec {
  static final int NONE = -1;
  private static final int FLAGS_MAX = 5;

  boolean isLeft;
  boolean hasPlus;
  boolean hasSpace;
  boolean isAlternate;
  boolean hasZero;
  int width;
  int precision;
  private boolean isPlain;

  /** Whether there is nothing between the percent sign and the letter. */
  boolean isPlain() {
    return isPlain;
  }

  /** Reads what follows a percent sign; where the letter stands. */
  int read(byte[] format, int start, Call call) {
    clear();
    int i = start;
    while (i < format.length && flag(format[i])) {
      i++;
    }
    if (i - start > FLAGS_MAX) {
      throw call.error("invalid format (repeated flags)");
    }
    int afterWidth = skipDigits(format, i);
    width = number(format, i, afterWidth);
    i = afterWidth;
    if (i < format.length && format[i] == '.') {
      int afterPrecision = skipDigits(format, i + 1);
      precision = number(format, i + 1, afterPrecision);
      i = afterPrecision;
    }
    if (i < format.length && CharacterClass.isDigit(format[i])) {
      throw call.error("invalid format (width or precision too long)");
    }
    isPlain = i == start;
    return i;
  }

  private void clear() {
    isLeft = false;
    hasPlus = false;
    hasSpace = false;
    isAlternate = false;
    hasZero = false;
    width = 0;
    precision = NONE;
  }

  private boolean flag(byte c) {
    switch (c) {
      case '-' -> isLeft = true;
      case '+' -> hasPlus = true;
      case ' ' -> hasSpace = true;
      case '#' -> isAlternate = true;
      case '0' -> hasZero = true;
      default -> {
        return false;
      }
    }
    return true;
  }

  private static int skipDigits(byte[] format, int start) {
    int i = start;
    while (i < format.length && i < start + 2 && CharacterClass.isDigit(format[i])) {
      i++;
    }
    return i;
  }

  private static int number(byte[] format, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + format[i] - '0';
    }
    return number;
  }

  /** The sign that a number which is not negative gets. */
  String positiveSign() {
    if (hasPlus) {
      return "+";
    }
    return hasSpace ? " " : "";
  }

  /** A byte as error messages show it. */
  static String printable(int c) {
    return c >= ' ' && c < 127 ? String.valueOf((char) c) : "<\\" + c + ">";
  }
}
