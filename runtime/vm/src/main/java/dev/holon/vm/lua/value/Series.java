package dev.holon.vm.lua.value;

/** Power series in pairs of floats, with arguments first reduced to where they converge fast. */
final class Series {
  /** The natural logarithm of 2. */
  static final DoubleDouble LN2 = new DoubleDouble(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56);

  /** The same in parts; products of the first two and a number of 21 bits are exact. */
  private static final double[] LN2_PARTS = {
    0x1.62e42fee00000p-1, 0x1.a39ef35600000p-33, 0x1.93c7673007e5fp-65, -0x1.50bf0cbcd98d6p-120
  };

  /** Half of pi, in parts as above. */
  private static final double[] QUARTER_TURN_PARTS = {
    0x1.921fb54400000p+0, 0x1.0b4611a600000p-34, 0x1.3198a2e037073p-69, 0x1.129024e088a68p-123
  };

  private static final double QUARTER_TURN = 0x1.921fb54442d18p+0;

  private static final int TERMS = 30;
  private static final int EXP_TERMS = 10;
  private static final int EXP_HALVINGS = 8;

  /** One over n factorial. */
  private static final DoubleDouble[] INVERSE_FACTORIALS = new DoubleDouble[TERMS];

  static {
    DoubleDouble value = DoubleDouble.ONE;
    for (int n = 0; n < TERMS; n++) {
      value = n == 0 ? value : value.over(new DoubleDouble(n, 0));
      INVERSE_FACTORIALS[n] = value;
    }
  }

  private Series() {}

  /** x less a multiple of the logarithm of 2. */
  static DoubleDouble reduced(DoubleDouble x, int multiple) {
    return reduced(x, multiple, LN2_PARTS);
  }

  private static DoubleDouble reduced(DoubleDouble x, int multiple, double[] parts) {
    return x.plus(-multiple * parts[0])
        .plus(-multiple * parts[1])
        .plus(DoubleDouble.product(-multiple, parts[2]))
        .plus(-multiple * parts[3]);
  }

  /** exp(x) - 1 for a small x, relative precision kept near zero. */
  static DoubleDouble expMinusOne(DoubleDouble x) {
    DoubleDouble small = x.scaled(1.0 / (1 << EXP_HALVINGS));
    DoubleDouble sum = INVERSE_FACTORIALS[EXP_TERMS];
    for (int n = EXP_TERMS - 1; n >= 1; n--) {
      sum = sum.times(small).plus(INVERSE_FACTORIALS[n]);
    }
    sum = sum.times(small);
    for (int i = 0; i < EXP_HALVINGS; i++) {
      sum = sum.times(sum.plus(2));
    }
    return sum;
  }

  /** The exponent that leaves a mantissa between the square roots of one half and of two. */
  static int exponent(double x) {
    int exponent = Math.getExponent(x);
    if (exponent < Double.MIN_EXPONENT) {
      exponent = Math.getExponent(x * 0x1p60) - 60;
    }
    return Math.scalb(x, -exponent) > 0x1.6a09e667f3bcdp0 ? exponent + 1 : exponent;
  }

  /** The natural logarithm of a positive number. */
  static DoubleDouble log(double x) {
    int exponent = exponent(x);
    DoubleDouble rest = logOfMantissa(Math.scalb(x, -exponent));
    return exponent == 0 ? rest : reduced(rest, -exponent, LN2_PARTS);
  }

  /** One step of Newton's from StrictMath's result: log m = y + log(1 + (m exp(-y) - 1)). */
  static DoubleDouble logOfMantissa(double mantissa) {
    double first = StrictMath.log(mantissa);
    DoubleDouble power = expMinusOne(new DoubleDouble(-first, 0));
    DoubleDouble error = power.times(mantissa).plus(mantissa - 1);
    return error.plus(-0.5 * error.high() * error.high()).plus(first);
  }

  /** For angles up to a million. */
  static DoubleDouble sine(double angle) {
    int quarters = (int) Math.rint(angle / QUARTER_TURN);
    DoubleDouble rest = reduced(new DoubleDouble(angle, 0), quarters, QUARTER_TURN_PARTS);
    return inQuarter(rest, quarters);
  }

  static DoubleDouble cosine(double angle) {
    int quarters = (int) Math.rint(angle / QUARTER_TURN);
    DoubleDouble rest = reduced(new DoubleDouble(angle, 0), quarters, QUARTER_TURN_PARTS);
    return inQuarter(rest, quarters + 1);
  }

  private static DoubleDouble inQuarter(DoubleDouble rest, int quarter) {
    DoubleDouble value = alternating(rest, quarter & 1);
    return (quarter & 2) == 0 ? value : value.negated();
  }

  /** The series of the sine: parity 0; or the cosine: parity 1. */
  private static DoubleDouble alternating(DoubleDouble x, int parity) {
    DoubleDouble square = x.times(x).negated();
    int last = parity == 0 ? TERMS - 1 : TERMS - 2;
    DoubleDouble sum = INVERSE_FACTORIALS[last];
    for (int n = last - 2; n >= 0; n -= 2) {
      sum = sum.times(square).plus(INVERSE_FACTORIALS[n]);
    }
    return parity == 0 ? sum.times(x) : sum;
  }
}
