package dev.holon.vm.lua.value;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaNumber;

/** Text to numbers as the C implementation reads it. */
public final class NumberReader {
  private static final long TENTH_OF_MAX = Long.MAX_VALUE / 10;
  private static final int LAST_DIGIT_OF_MAX = (int) (Long.MAX_VALUE % 10);

  /**
   * Significant digits that decide how a decimal rounds: no middle between two floats has more than
   * 767, so one digit stands for all that follow.
   */
  private static final int DECIMAL_DIGITS_MAX = 800;

  private static final int BYTES_PER_GAS = 4;

  /** A text from which on all digits that decide may be there. */
  private static final int LONG_DECIMAL = DECIMAL_DIGITS_MAX + 400;

  private static final int SQUARE_PER_GAS = 1024;

  /** Beyond this an exponent gives zero or infinity whatever the digits of a text in memory. */
  private static final long EXPONENT_MAX = 1L << 40;

  private final byte[] bytes;
  private final int end;
  private int position;

  private NumberReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.position = from;
    this.end = to;
  }

  /**
   * What {@link #read} costs: a text by its length, and a decimal one by the square of its digits,
   * for those are a number of as many digits before they are a float.
   */
  public static int gasOf(int length) {
    int digits = Math.min(length, LONG_DECIMAL);
    return length / BYTES_PER_GAS + digits * digits / SQUARE_PER_GAS;
  }

  /**
   * The number that a string converts to (Lua 5.3 manual §3.1, §3.4.3): white space around, hex,
   * hex floats; null when it is none. A decimal integer out of range reads as a float, a hex one
   * wraps.
   */
  public static @Nullable LuaNumber read(byte[] bytes, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && isSpace(bytes[start])) {
      start++;
    }
    while (end > start && isSpace(bytes[end - 1])) {
      end--;
    }
    return new NumberReader(bytes, start, end).read();
  }

  private @Nullable LuaNumber read() {
    boolean isNegative = peek() == '-';
    if (isNegative || peek() == '+') {
      position++;
    }
    if (peek() == '0' && position + 1 < end && (bytes[position + 1] | 0x20) == 'x') {
      position += 2;
      return readHex(isNegative);
    }
    LuaNumber integer = readInteger(isNegative);
    return integer != null ? integer : readDecimal(isNegative);
  }

  private int peek() {
    return position < end ? bytes[position] : -1;
  }

  private @Nullable LuaNumber readInteger(boolean isNegative) {
    long value = 0;
    if (position == end) {
      return null;
    }
    for (int i = position; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      if (value < 0
          || value > TENTH_OF_MAX
          || (value == TENTH_OF_MAX && digit > LAST_DIGIT_OF_MAX + (isNegative ? 1 : 0))) {
        return null;
      }
      value = value * 10 + digit;
    }
    return IntegerNumber.of(isNegative ? -value : value);
  }

  private @Nullable LuaNumber readDecimal(boolean isNegative) {
    StringBuilder digits = new StringBuilder(24);
    boolean isPointSeen = false;
    boolean isAny = false;
    boolean isRestZero = true;
    long exponent = 0;
    for (; position < end; position++) {
      int c = bytes[position];
      if (c == '.' && !isPointSeen) {
        isPointSeen = true;
        continue;
      }
      if (c < '0' || c > '9') {
        break;
      }
      isAny = true;
      if (digits.length() == DECIMAL_DIGITS_MAX) {
        isRestZero &= c == '0';
        exponent += isPointSeen ? 0 : 1;
        continue;
      }
      if (digits.length() > 0 || c != '0') {
        digits.append((char) c);
      }
      exponent -= isPointSeen ? 1 : 0;
    }
    if (!isAny) {
      return null;
    }
    if ((peek() | 0x20) == 'e' && peek() >= 0) {
      position++;
      long written = readExponent();
      if (written == Long.MIN_VALUE) {
        return null;
      }
      exponent += written;
    }
    if (position != end) {
      return null;
    }
    double value = decimal(digits, isRestZero, exponent);
    return FloatNumber.of(isNegative ? -value : value);
  }

  private static double decimal(StringBuilder digits, boolean isRestZero, long exponent) {
    long scale = exponent;
    if (digits.length() == 0) {
      return 0;
    }
    if (!isRestZero) {
      digits.append('1');
      scale--;
    }
    long size = scale + digits.length();
    if (size > 400) {
      return Double.POSITIVE_INFINITY;
    }
    return size < -400 ? 0 : Double.parseDouble(digits.append('e').append(scale).toString());
  }

  /** Digits with an optional sign, bounded; {@code Long.MIN_VALUE} when there are none. */
  private long readExponent() {
    boolean isNegative = peek() == '-';
    if (isNegative || peek() == '+') {
      position++;
    }
    long value = Long.MIN_VALUE;
    for (; peek() >= '0' && peek() <= '9'; position++) {
      value = Math.min(Math.max(value, 0) * 10 + (peek() - '0'), EXPONENT_MAX);
    }
    return isNegative && value > 0 ? -value : value;
  }

  /** After the prefix: an integer, which wraps, unless there is a point or an exponent. */
  private @Nullable LuaNumber readHex(boolean isNegative) {
    long wrapped = 0;
    long mantissa = 0;
    long exponent = 0;
    boolean isAny = false;
    boolean isPointSeen = false;
    for (; position < end; position++) {
      int c = bytes[position];
      if (c == '.' && !isPointSeen) {
        isPointSeen = true;
        continue;
      }
      int digit = Character.digit((char) c, 16);
      if (c < 0 || digit < 0) {
        break;
      }
      isAny = true;
      wrapped = wrapped << 4 | digit;
      if (mantissa >>> 59 == 0) {
        mantissa = mantissa << 4 | digit;
        exponent -= isPointSeen ? 4 : 0;
      } else {
        // The lowest bit stands for all that is cut off, so that rounding is right.
        mantissa |= digit == 0 ? 0 : 1;
        exponent += isPointSeen ? 0 : 4;
      }
    }
    if (!isAny) {
      return null;
    }
    if (position == end && !isPointSeen) {
      return IntegerNumber.of(isNegative ? -wrapped : wrapped);
    }
    if (position < end) {
      if ((peek() | 0x20) != 'p') {
        return null;
      }
      position++;
      long written = readExponent();
      if (written == Long.MIN_VALUE || position != end) {
        return null;
      }
      exponent += written;
    }
    double value = binary(mantissa, exponent);
    return FloatNumber.of(isNegative ? -value : value);
  }

  /** mantissa times two to the exponent, rounded once. */
  private static double binary(long mantissa, long exponent) {
    if (mantissa == 0) {
      return 0;
    }
    int shift = Long.numberOfLeadingZeros(mantissa) - 1;
    long bits = mantissa << shift;
    long scale = exponent - shift;
    // The value is bits * 2^scale with bits of 63 digits.
    if (scale + 63 > 1024) {
      return Double.POSITIVE_INFINITY;
    }
    if (scale + 63 < -1080) {
      return 0;
    }
    long kept = Math.max(-1074 - scale, 10);
    if (kept > 63) {
      return 0;
    }
    long rest = bits & ((1L << kept) - 1);
    long half = 1L << (kept - 1);
    long whole = bits >>> kept;
    if (rest > half || (rest == half && (whole & 1) != 0)) {
      whole++;
    }
    return Math.scalb((double) whole, (int) (scale + kept));
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }
}
