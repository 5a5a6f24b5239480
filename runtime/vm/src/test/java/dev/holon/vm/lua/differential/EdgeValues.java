package dev.holon.vm.lua.differential;

import java.util.List;
import java.util.Random;

/** Values where implementations go wrong, as Lua source. */
final class EdgeValues {
  private static final List<String> INTEGERS =
      List.of(
          "0",
          "1",
          "-1",
          "2",
          "3",
          "-2",
          "7",
          "-7",
          "10",
          "63",
          "64",
          "65",
          "127",
          "128",
          "255",
          "256",
          "-128",
          "-129",
          "32767",
          "65535",
          "65536",
          "2147483647",
          "-2147483648",
          "4294967295",
          "4294967296",
          "9007199254740991",
          "9007199254740992",
          "9007199254740993",
          "-9007199254740993",
          "4611686018427387904",
          "9223372036854775807",
          "-9223372036854775807",
          "math.mininteger",
          "0x7ffffffffffffff0",
          "0x0123456789abcdef",
          "1000000007",
          "-1000000007",
          "100000000000000",
          "999999999999999");
  private static final List<String> FLOATS =
      List.of(
          "0.0",
          "-0.0",
          "1.0",
          "-1.0",
          "0.5",
          "-0.5",
          "1.5",
          "2.5",
          "-2.5",
          "0.1",
          "0.2",
          "0.3",
          "1e15",
          "1e16",
          "1e-5",
          "123456.789",
          "3.14159265358979",
          "2^53",
          "2^53+1",
          "2^63",
          "-2^63",
          "2^63-1024",
          "2^64",
          "1e100",
          "-1e100",
          "1e308",
          "1e-308",
          "5e-324",
          "1/0",
          "-1/0",
          "1e22",
          "1e23",
          "0.999999999999",
          "99999999999999.5",
          "1e14",
          "9.5",
          "1/3",
          "-1e-10",
          "4294967296.0",
          "2.0",
          "64.0",
          "1e300");
  private static final List<String> NUMERALS =
      List.of(
          "'10'",
          "'0x10'",
          "' 7 '",
          "'1e2'",
          "'3.0'",
          "'-2.5'",
          "'0x1p4'",
          "'9223372036854775807'",
          "'9223372036854775808'",
          "''",
          "'abc'",
          "'0x'",
          "'1e'",
          "'-0'",
          "'1e400'",
          "'0xfffffffffffffffff'");
  private static final List<String> OTHERS = List.of("nil", "true", "false", "{}", "print", "'x'");

  private final Random random;

  EdgeValues(Random random) {
    this.random = random;
  }

  String integer() {
    return switch (random.nextInt(4)) {
      case 0 -> literal(random.nextLong() >> random.nextInt(63));
      case 1 -> literal(random.nextInt(-20, 20));
      default -> one(INTEGERS);
    };
  }

  /** A small integer, as positions and counts are. */
  String position() {
    return random.nextInt(12) == 0 ? any() : literal(random.nextInt(-7, 9));
  }

  String floating() {
    if (random.nextInt(3) > 0) {
      return one(FLOATS);
    }
    double value =
        random.nextBoolean()
            ? Double.longBitsToDouble(random.nextLong())
            : random.nextGaussian() * Math.scalb(1.0, random.nextInt(-70, 70));
    return Double.isFinite(value)
        ? "(" + Double.toHexString(value).replace("0x1.0p", "0x1p") + ")"
        : "1.0";
  }

  String number() {
    return random.nextBoolean() ? integer() : floating();
  }

  String any() {
    return switch (random.nextInt(12)) {
      case 0, 1 -> one(NUMERALS);
      case 2 -> one(OTHERS);
      case 3 -> text();
      default -> number();
    };
  }

  /** Short text as a quoted literal. */
  String text() {
    StringBuilder out = new StringBuilder("'");
    for (int i = random.nextInt(9); i > 0; i--) {
      int at = random.nextInt(32);
      switch (at) {
        case 0 -> out.append("\\0");
        case 1 -> out.append("\\n");
        case 2 -> out.append("\\").append(random.nextInt(100, 256));
        case 3 ->
            out.append("\\u{").append(Integer.toHexString(random.nextInt(0x10ffff))).append('}');
        case 4 -> out.append("%");
        default -> out.append("abcABab01 .,-(x)[]=_aab".charAt(random.nextInt(23)));
      }
    }
    return out.append('\'').toString();
  }

  String one(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static String literal(long value) {
    return value == Long.MIN_VALUE ? "math.mininteger" : Long.toString(value);
  }
}
