package dev.holon.vm.lua.value;

/**
 * The elementary functions, rounded to the nearest float, which a C library's differ from in few
 * cases per thousand. Computed in pairs of floats from a first approximation by {@link StrictMath},
 * so that results are the same on every machine.
 */
public final class Elementary {
  /** Beyond this angle sines are StrictMath's: within one unit in the last place. */
  private static final double ANGLE_MAX = 0x1p20;

  private static final double EXPONENT_OF_OVERFLOW = 710;
  private static final double EXPONENT_OF_UNDERFLOW = -746;
  private static final int SMALL_POWER_MAX = 64;

  private static final DoubleDouble INVERSE_LN2 = DoubleDouble.ONE.over(Series.LN2);
  private static final double INVERSE_LN10 = 0x1.bcb7b1526e50ep-2;
  private static final double LOG10_OF_2_HIGH = 0x1.34413509f6p-2;
  private static final double LOG10_OF_2_LOW = 0x1.9fef311f12b36p-42;

  /** From here on the reciprocal of an exponential is lost in its rounding. */
  private static final double EXPONENT_OF_ONE_ULP = 22;

  /** What a power costs that is more than a square. */
  private static final int POWER_GAS = 20;

  /** Exponents may be so far apart before a remainder costs more than the instruction. */
  private static final int REMAINDER_FREE_BITS = 64;

  private static final int REMAINDER_BITS_PER_GAS = 32;

  private Elementary() {}

  /** What the instruction for {@link #pow} costs besides itself. */
  public static int powerGas(double y) {
    return y == 2 ? 0 : POWER_GAS;
  }

  /** What a remainder costs besides the instruction: it is divided out bit by bit. */
  public static int remainderGas(double x, double y) {
    int bits = Math.getExponent(x) - Math.getExponent(y);
    return bits <= REMAINDER_FREE_BITS ? 0 : bits / REMAINDER_BITS_PER_GAS;
  }

  public static double exp(double x) {
    if (Double.isNaN(x)
        || x > EXPONENT_OF_OVERFLOW
        || x < EXPONENT_OF_UNDERFLOW
        || Math.abs(x) < 0x1p-60) {
      return StrictMath.exp(x);
    }
    return exp(new DoubleDouble(x, 0));
  }

  private static double exp(DoubleDouble x) {
    int shift = (int) Math.rint(x.high() / Series.LN2.high());
    return Series.expMinusOne(Series.reduced(x, shift)).plus(1).rounded(shift);
  }

  public static double log(double x) {
    return isOrdinary(x) ? Series.log(x).high() : StrictMath.log(x);
  }

  public static double log2(double x) {
    if (!isOrdinary(x)) {
      return StrictMath.log(x);
    }
    int exponent = Series.exponent(x);
    DoubleDouble rest = Series.logOfMantissa(Math.scalb(x, -exponent));
    return rest.times(INVERSE_LN2).plus(exponent).high();
  }

  /** From the natural logarithm of the mantissa, as C libraries do, with their rounding. */
  public static double log10(double x) {
    if (!isOrdinary(x)) {
      return StrictMath.log10(x);
    }
    int exponent = Math.getExponent(x);
    if (exponent < Double.MIN_EXPONENT) {
      exponent = Math.getExponent(x * 0x1p60) - 60;
    }
    int shift = exponent < 0 ? exponent + 1 : exponent;
    double small = shift * LOG10_OF_2_LOW + INVERSE_LN10 * log(Math.scalb(x, -shift));
    return small + shift * LOG10_OF_2_HIGH;
  }

  private static boolean isOrdinary(double x) {
    return x > 0 && x < Double.POSITIVE_INFINITY;
  }

  /** As in C: one to any power is one, and minus one to an infinite power too. */
  public static double pow(double x, double y) {
    if (x == 1 || (x == -1 && Double.isInfinite(y))) {
      return 1;
    }
    double size = Math.abs(x);
    if (y == 2) {
      return x * x;
    }
    if (y == 1
        || y == 0
        || x == 0
        || Double.isNaN(x)
        || Double.isNaN(y)
        || Double.isInfinite(x)
        || Double.isInfinite(y)
        || (x < 0 && Math.rint(y) != y)) {
      return StrictMath.pow(x, y);
    }
    boolean isNegative = x < 0 && Math.abs(y) < 0x1p53 && ((long) y & 1) != 0;
    double result = isSmallPower(size, y) ? smallPower(size, (int) y) : powBySeries(size, y);
    return isNegative ? -result : result;
  }

  private static boolean isSmallPower(double size, double y) {
    return y >= 3
        && y <= SMALL_POWER_MAX
        && Math.rint(y) == y
        && Math.abs(Math.getExponent(size) + 0.5) * y < 800;
  }

  /** Exact as long as the result has no more than 106 bits, so that middles round to even. */
  private static double smallPower(double size, int power) {
    DoubleDouble result = DoubleDouble.ONE;
    for (int bit = Integer.highestOneBit(power); bit > 0; bit >>= 1) {
      result = result.times(result);
      if ((power & bit) != 0) {
        result = result.times(size);
      }
    }
    return result.high();
  }

  private static double powBySeries(double size, double y) {
    double estimate = StrictMath.log(size) * y;
    if (estimate > EXPONENT_OF_OVERFLOW || estimate < EXPONENT_OF_UNDERFLOW) {
      return estimate > 0 ? Double.POSITIVE_INFINITY : 0;
    }
    if (Math.abs(estimate) < 0x1p-60) {
      return 1 + estimate;
    }
    return Math.abs(y) < 0x1p-900 || Math.abs(y) > 0x1p900
        ? StrictMath.pow(size, y)
        : exp(Series.log(size).times(y));
  }

  public static double sin(double x) {
    return isSmallAngle(x) ? Series.sine(x).high() : StrictMath.sin(x);
  }

  public static double cos(double x) {
    return isSmallAngle(x) ? Series.cosine(x).high() : StrictMath.cos(x);
  }

  public static double tan(double x) {
    return isSmallAngle(x) ? Series.sine(x).over(Series.cosine(x)).high() : StrictMath.tan(x);
  }

  private static boolean isSmallAngle(double x) {
    return Math.abs(x) < ANGLE_MAX && Math.abs(x) > 0x1p-27;
  }

  public static double asin(double x) {
    double first = StrictMath.asin(x);
    if (!(Math.abs(x) < 1 && Math.abs(x) > 0x1p-27)) {
      return first;
    }
    DoubleDouble error = new DoubleDouble(x, 0).minus(Series.sine(first));
    return error.over(Series.cosine(first)).plus(first).high();
  }

  public static double acos(double x) {
    double first = StrictMath.acos(x);
    if (!(Math.abs(x) < 1) || first < 0x1p-20) {
      return first;
    }
    DoubleDouble error = Series.cosine(first).plus(-x);
    return error.over(Series.sine(first)).plus(first).high();
  }

  /** The angle of the point (x, y), over the whole circle. */
  public static double atan2(double y, double x) {
    double first = StrictMath.atan2(y, x);
    boolean isOnAxis = x == 0 || y == 0 || Double.isInfinite(x) || Double.isInfinite(y);
    if (Double.isNaN(first) || isOnAxis || Math.abs(first) < 0x1p-27) {
      return first;
    }
    int exponent = Math.max(Math.getExponent(y), Math.getExponent(x));
    double height = Math.scalb(y, -exponent);
    double width = Math.scalb(x, -exponent);
    if (Math.abs(width) < 0x1p-64) {
      return Math.copySign(Math.PI / 2, y);
    }
    DoubleDouble sine = Series.sine(first);
    DoubleDouble cosine = Series.cosine(first);
    DoubleDouble across = cosine.times(height).minus(sine.times(width));
    return across.over(cosine.times(width).plus(sine.times(height))).plus(first).high();
  }

  /** As C libraries compute it, from the exponential. */
  public static double sinh(double x) {
    double size = Math.abs(x);
    if (!(size > 0x1p-28 && size < EXPONENT_OF_OVERFLOW - 1)) {
      return StrictMath.sinh(x);
    }
    double half = x < 0 ? -0.5 : 0.5;
    if (size >= EXPONENT_OF_ONE_ULP) {
      return half * exp(size);
    }
    double power = StrictMath.expm1(size);
    return size < 1
        ? half * (2 * power - power * power / (power + 1))
        : half * (power + power / (power + 1));
  }

  /** As C libraries compute it, from the exponential. */
  public static double cosh(double x) {
    double size = Math.abs(x);
    if (!(size > 0.5 * Series.LN2.high() && size < EXPONENT_OF_OVERFLOW - 1)) {
      return StrictMath.cosh(x);
    }
    double power = exp(size);
    return size < EXPONENT_OF_ONE_ULP ? 0.5 * power + 0.5 / power : 0.5 * power;
  }
}
