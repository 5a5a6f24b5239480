package dev.holon.vm.luaj;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.luaj.vm2.LuaValue;

/** Numbers as text, the same on every machine: integers in full, others as C's {@code %.14g}. */
final class NumberText {
  private static final int SIGNIFICANT_DIGITS = 14;

  /** Of {@code %g}: exponents below it use scientific notation. */
  private static final int EXPONENT_MIN = -4;

  private NumberText() {}

  /** What {@code tostring} gives for a number. */
  static String of(LuaValue number) {
    return number.isinttype() ? Integer.toString(number.toint()) : of(number.todouble());
  }

  static String of(double value) {
    long integer = (long) value;
    return integer == value && integer != Long.MAX_VALUE
        ? Long.toString(integer)
        : general(value, SIGNIFICANT_DIGITS, false);
  }

  /** C's {@code %f} with this many digits after the point. */
  static String fixed(double value, int precision) {
    return isFinite(value)
        ? signed(
            value,
            new BigDecimal(Math.abs(value))
                .setScale(precision, RoundingMode.HALF_EVEN)
                .toPlainString())
        : notFinite(value);
  }

  /** C's {@code %e} with this many digits after the point. */
  static String scientific(double value, int precision) {
    if (!isFinite(value)) {
      return notFinite(value);
    }
    BigDecimal rounded = rounded(value, precision + 1);
    int exponent = exponentOf(rounded);
    BigDecimal mantissa =
        rounded.movePointLeft(exponent).setScale(precision, RoundingMode.HALF_EVEN);
    return signed(value, mantissa.toPlainString() + exponentText(exponent));
  }

  /** C's {@code %g}; the alternate form keeps trailing zeros. */
  static String general(double value, int precision, boolean isAlternate) {
    if (!isFinite(value)) {
      return notFinite(value);
    }
    int digits = Math.max(precision, 1);
    int exponent = exponentOf(rounded(value, digits));
    boolean isScientific = exponent < EXPONENT_MIN || exponent >= digits;
    String text =
        isScientific ? scientific(value, digits - 1) : fixed(value, digits - 1 - exponent);
    return isAlternate ? text : withoutTrailingZeros(text);
  }

  static boolean isFinite(double value) {
    return !Double.isNaN(value) && !Double.isInfinite(value);
  }

  private static BigDecimal rounded(double value, int digits) {
    return new BigDecimal(Math.abs(value)).round(new MathContext(digits, RoundingMode.HALF_EVEN));
  }

  private static int exponentOf(BigDecimal value) {
    return value.signum() == 0 ? 0 : value.precision() - value.scale() - 1;
  }

  private static String exponentText(int exponent) {
    return String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  private static String withoutTrailingZeros(String text) {
    int exponent = text.indexOf('e');
    int end = exponent < 0 ? text.length() : exponent;
    if (text.lastIndexOf('.', end - 1) < 0) {
      return text;
    }
    int last = end;
    while (text.charAt(last - 1) == '0') {
      last--;
    }
    if (text.charAt(last - 1) == '.') {
      last--;
    }
    return text.substring(0, last) + text.substring(end);
  }

  private static String signed(double value, String magnitude) {
    return value < 0 || 1 / value < 0 ? "-" + magnitude : magnitude;
  }

  private static String notFinite(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    return value > 0 ? "inf" : "-inf";
  }
}
