package dev.holon.vm.lua.value;

/**
 * A number as the sum of two floats, about 106 bits, after Dekker (1971). The high part is the sum
 * rounded to a float.
 */
record DoubleDouble(double high, double low) {
  static final DoubleDouble ZERO = new DoubleDouble(0, 0);
  static final DoubleDouble ONE = new DoubleDouble(1, 0);

  /** The exact sum of two floats. */
  static DoubleDouble sum(double a, double b) {
    double high = a + b;
    double part = high - a;
    return new DoubleDouble(high, (a - (high - part)) + (b - part));
  }

  /** The exact product of two floats. */
  static DoubleDouble product(double a, double b) {
    double high = a * b;
    return new DoubleDouble(high, Math.fma(a, b, -high));
  }

  private static DoubleDouble normal(double high, double low) {
    double sum = high + low;
    return new DoubleDouble(sum, low - (sum - high));
  }

  DoubleDouble plus(double b) {
    DoubleDouble sum = sum(high, b);
    return normal(sum.high, sum.low + low);
  }

  DoubleDouble plus(DoubleDouble b) {
    DoubleDouble highs = sum(high, b.high);
    DoubleDouble lows = sum(low, b.low);
    DoubleDouble first = normal(highs.high, highs.low + lows.high);
    return normal(first.high, first.low + lows.low);
  }

  DoubleDouble minus(DoubleDouble b) {
    return plus(b.negated());
  }

  DoubleDouble negated() {
    return new DoubleDouble(-high, -low);
  }

  DoubleDouble times(double b) {
    DoubleDouble product = product(high, b);
    return normal(product.high, Math.fma(low, b, product.low));
  }

  DoubleDouble times(DoubleDouble b) {
    DoubleDouble product = product(high, b.high);
    return normal(product.high, product.low + (high * b.low + low * b.high));
  }

  DoubleDouble over(DoubleDouble b) {
    double first = high / b.high;
    DoubleDouble rest = minus(b.times(first));
    double second = rest.high / b.high;
    rest = rest.minus(b.times(second));
    return normal(first, second).plus(rest.high / b.high);
  }

  /** Times a power of two that leaves both parts normal. */
  DoubleDouble scaled(double powerOfTwo) {
    return new DoubleDouble(high * powerOfTwo, low * powerOfTwo);
  }

  /** The nearest float to this times two to the exponent, subnormal results included. */
  double rounded(int exponent) {
    if (high == 0 || Math.getExponent(high) + exponent > Double.MIN_EXPONENT) {
      return Math.scalb(high, exponent);
    }
    if (Math.getExponent(high) + exponent < -1080) {
      return 0 * high;
    }
    // Added to a number whose last bit is that of the smallest float, this rounds where it must.
    double unit = Math.scalb(1.5, -1022 - exponent);
    DoubleDouble sum = sum(unit, high);
    return Math.scalb(sum.high + (sum.low + low) - unit, exponent);
  }
}
