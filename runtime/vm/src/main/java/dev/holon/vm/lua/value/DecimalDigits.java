package dev.holon.vm.lua.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A float rounded to some decimal digits, correctly, half to even as C does.
 *
 * @param digits the digits without a point; the first is not 0 unless the value rounds to zero
 * @param exponent the power of ten of the first digit
 */
record DecimalDigits(String digits, int exponent) {
  /** Up to this many digits, rounding the shortest text of a float rounds the float. */
  private static final int SHORT_DIGITS_MAX = 15;

  private static final DecimalDigits ZERO = new DecimalDigits("0", 0);

  /** A value, not negative, to a number of significant digits. */
  static DecimalDigits significant(double value, int count) {
    if (value == 0) {
      return ZERO;
    }
    if (count <= SHORT_DIGITS_MAX && value >= Double.MIN_NORMAL) {
      DecimalDigits shortest = shortest(value);
      int length = shortest.digits.length();
      if (length <= count) {
        return shortest;
      }
      // Only the middle between two results needs the exact value: any other text is on the same
      // side of it as the float, for the middle would else be a shorter or nearer text.
      if (length > count + 1 || shortest.digits.charAt(count) != '5') {
        return shortest.rounded(count);
      }
    }
    return exact(new BigDecimal(value).round(new MathContext(count, RoundingMode.HALF_EVEN)));
  }

  /** A value, not negative, to a number of digits after the point. */
  static DecimalDigits fixed(double value, int decimals) {
    if (value == 0) {
      return ZERO;
    }
    if (value >= Double.MIN_NORMAL) {
      DecimalDigits shortest = shortest(value);
      int count = shortest.exponent + 1 + decimals;
      if (count >= 1 && count <= SHORT_DIGITS_MAX) {
        return significant(value, count);
      }
      if (count < 0) {
        return ZERO;
      }
    }
    BigDecimal rounded = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? ZERO : exact(rounded);
  }

  private static DecimalDigits exact(BigDecimal value) {
    String digits = value.unscaledValue().toString();
    return new DecimalDigits(digits, digits.length() - 1 - value.scale());
  }

  /** The fewest digits that read as this float, without zeros at the end. */
  private static DecimalDigits shortest(double value) {
    String text = Double.toString(value);
    StringBuilder digits = new StringBuilder(20);
    int exponent = 0;
    int point = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        point = digits.length();
      } else if (c == 'E') {
        exponent = Integer.parseInt(text, i + 1, text.length(), 10);
        break;
      } else {
        digits.append(c);
      }
    }
    int first = 0;
    while (digits.charAt(first) == '0') {
      first++;
    }
    return new DecimalDigits(digits.substring(first), exponent + point - 1 - first).withoutZeros();
  }

  /** Cuts to fewer digits; the rest is not exactly one half. */
  private DecimalDigits rounded(int count) {
    if (digits.charAt(count) < '5') {
      return new DecimalDigits(digits.substring(0, count), exponent).withoutZeros();
    }
    int last = count - 1;
    while (last >= 0 && digits.charAt(last) == '9') {
      last--;
    }
    if (last < 0) {
      return new DecimalDigits("1", exponent + 1);
    }
    String raised = digits.substring(0, last) + (char) (digits.charAt(last) + 1);
    return new DecimalDigits(raised, exponent);
  }

  DecimalDigits withoutZeros() {
    int end = digits.length();
    while (end > 1 && digits.charAt(end - 1) == '0') {
      end--;
    }
    return end == digits.length() ? this : new DecimalDigits(digits.substring(0, end), exponent);
  }

  int count() {
    return digits.length();
  }

  /** With this many digits after the point, of which the last may be zeros not in the digits. */
  String plain(int decimals) {
    StringBuilder text = new StringBuilder(Math.max(exponent, 0) + decimals + 3);
    for (int power = Math.max(exponent, 0); power >= -decimals; power--) {
      if (power == -1) {
        text.append('.');
      }
      text.append(digitOf(power));
    }
    return text.toString();
  }

  private char digitOf(int power) {
    int index = exponent - power;
    return index >= 0 && index < digits.length() ? digits.charAt(index) : '0';
  }

  /**
   * With an exponent of at least two digits; {@code isPointed} keeps the point without decimals.
   */
  String scientific(int decimals, boolean isPointed) {
    StringBuilder text = new StringBuilder(decimals + 8).append(digits.charAt(0));
    if (decimals > 0 || isPointed) {
      text.append('.');
    }
    for (int i = 1; i <= decimals; i++) {
      text.append(i < digits.length() ? digits.charAt(i) : '0');
    }
    int size = Math.abs(exponent);
    text.append(exponent < 0 ? "e-" : "e+").append(size < 10 ? "0" : "").append(size);
    return text.toString();
  }
}
