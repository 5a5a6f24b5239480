package dev.holon.vm.lua.value;

/**
 * Numbers as text, byte-equal to the C implementation. There is one NaN, which reads {@code nan};
 * infinities read {@code inf} in every format.
 */
public final class NumberText {
  /** Significant digits of {@code %.14g}. */
  private static final int DIGITS = 14;

  private static final double PLAIN_INTEGER_MAX = 1e14;

  private NumberText() {}

  /** What {@link #of(double)} costs: most for numbers whose exact digits are many. */
  public static int gasOf(double value) {
    double size = Math.abs(value);
    if (size == Math.rint(size) && size < 0x1p53) {
      return 1;
    }
    return size > 1e-5 && size < 1e15 ? 10 : 200;
  }

  /** {@code %.14g}, with {@code .0} added when it looks like an integer. */
  public static String of(double value) {
    if (Math.rint(value) == value && Math.abs(value) < PLAIN_INTEGER_MAX) {
      return value == 0 && 1 / value < 0 ? "-0.0" : (long) value + ".0";
    }
    String text = general(value, DIGITS, false);
    return looksLikeInteger(text) ? text + ".0" : text;
  }

  private static boolean looksLikeInteger(String text) {
    for (int i = text.charAt(0) == '-' ? 1 : 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  public static String of(long value) {
    return Long.toString(value);
  }

  /** {@code %.<precision>f}. */
  public static String fixed(double value, int precision) {
    if (isSpecial(value)) {
      return special(value);
    }
    return sign(value) + DecimalDigits.fixed(Math.abs(value), precision).plain(precision);
  }

  /** {@code %.<precision>e}. */
  public static String scientific(double value, int precision) {
    if (isSpecial(value)) {
      return special(value);
    }
    DecimalDigits digits = DecimalDigits.significant(Math.abs(value), precision + 1);
    return sign(value) + digits.scientific(precision, false);
  }

  /** {@code %.<precision>g}, or {@code %#.<precision>g}, which keeps zeros at the end. */
  public static String general(double value, int precision, boolean isAlternate) {
    if (isSpecial(value)) {
      return special(value);
    }
    int count = Math.max(precision, 1);
    DecimalDigits digits = DecimalDigits.significant(Math.abs(value), count);
    String text;
    if (digits.exponent() < -4 || digits.exponent() >= count) {
      int decimals = isAlternate ? count - 1 : digits.withoutZeros().count() - 1;
      text = digits.scientific(decimals, isAlternate);
    } else {
      int decimals = count - 1 - digits.exponent();
      text = digits.plain(decimals);
      if (isAlternate) {
        text = decimals == 0 ? text + "." : text;
      } else if (decimals > 0) {
        text = withoutZeros(text);
      }
    }
    return sign(value) + text;
  }

  private static String withoutZeros(String text) {
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
  }

  /**
   * {@code %a}, or {@code %.<precision>a}; a precision of -1 gives the digits the value has. The
   * last argument asks for {@code %A}.
   */
  public static String hexadecimal(double value, int precision, boolean isUpper) {
    String text = isSpecial(value) ? special(value) : sign(value) + hexadecimal(value, precision);
    return isUpper ? upper(text) : text;
  }

  private static String hexadecimal(double value, int precision) {
    long bits = Double.doubleToRawLongBits(value);
    int biased = (int) (bits >>> 52) & 0x7ff;
    long mantissa = bits & ((1L << 52) - 1);
    int exponent = value == 0 ? 0 : biased == 0 ? Double.MIN_EXPONENT : biased - 1023;
    long lead = biased == 0 ? 0 : 1;
    int digits = 13;
    if (precision >= 0 && precision < digits) {
      int dropped = 4 * (digits - precision);
      long whole = lead << 52 | mantissa;
      long rest = whole & ((1L << dropped) - 1);
      long half = 1L << (dropped - 1);
      long kept = whole >>> dropped;
      if (rest > half || (rest == half && (kept & 1) != 0)) {
        kept++;
      }
      digits = precision;
      lead = kept >>> (4 * digits);
      mantissa = kept & ((1L << (4 * digits)) - 1);
    }
    StringBuilder text = new StringBuilder("0x").append(lead);
    if (precision < 0) {
      while (digits > 0 && (mantissa & 0xf) == 0) {
        mantissa >>>= 4;
        digits--;
      }
    }
    if (Math.max(digits, precision) > 0) {
      text.append('.');
    }
    for (int i = digits - 1; i >= 0; i--) {
      text.append(Character.forDigit((int) (mantissa >>> (4 * i)) & 0xf, 16));
    }
    for (int i = digits; i < precision; i++) {
      text.append('0');
    }
    return text.append('p').append(exponent < 0 ? "" : "+").append(exponent).toString();
  }

  private static String upper(String text) {
    StringBuilder upper = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      upper.append(c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c);
    }
    return upper.toString();
  }

  private static boolean isSpecial(double value) {
    return Double.isNaN(value) || Double.isInfinite(value);
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }

  private static String sign(double value) {
    return value < 0 || (value == 0 && 1 / value < 0) ? "-" : "";
  }
}
