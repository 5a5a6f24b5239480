package dev.holon.vm.lua.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Numbers as text, against the C implementation. */
class NumberTextTest {
  private final StringBuilder script =
      new StringBuilder("local f = string.format\nlocal function p(...) print(...) end\n");
  private final List<String> ours = new ArrayList<>();

  @Test
  void textOfAFloatEqualsTheReference() {
    for (double value : samples(20_000)) {
      check("tostring(" + literal(value) + ")", NumberText.of(value));
    }

    assertEquals(ReferenceLua.lines(script.toString()), ours);
  }

  @Test
  void formatsEqualTheReference() {
    Random random = new Random(2);
    for (double value : samples(5_000)) {
      int precision = random.nextInt(4) == 0 ? random.nextInt(99) : random.nextInt(20);
      String call = precision + "%s'," + literal(value) + ")";
      check("f('%." + call.formatted("f"), NumberText.fixed(value, precision));
      check("f('%." + call.formatted("e"), NumberText.scientific(value, precision));
      check("f('%." + call.formatted("g"), NumberText.general(value, precision, false));
      check("f('%#." + call.formatted("g"), NumberText.general(value, precision, true));
      check("f('%." + call.formatted("a"), NumberText.hexadecimal(value, precision, false));
      check("f('%A'," + literal(value) + ")", NumberText.hexadecimal(value, -1, true));
    }

    assertEquals(ReferenceLua.lines(script.toString()), ours);
  }

  @Test
  void thereIsOneNotANumber() {
    assertEquals("nan", NumberText.of(Double.NaN));
    assertEquals("nan", NumberText.fixed(-Double.NaN, 2));
  }

  private void check(String expression, String own) {
    script.append("p(").append(expression).append(")\n");
    ours.add(own);
  }

  private static String literal(double value) {
    return Double.isInfinite(value) ? value > 0 ? "1/0" : "-1/0" : Double.toHexString(value);
  }

  private static List<Double> samples(int count) {
    Random random = new Random(1);
    List<Double> values = new ArrayList<>(List.of(0.0, -0.0, 1.0, 0.5, 1e15, 1e14, 1e16, 123456.0));
    values.addAll(List.of(Double.MIN_VALUE, Double.MAX_VALUE, Double.MIN_NORMAL, 0.1, 1 / 3.0));
    values.addAll(List.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 9.5, 10.5, 99999.5));
    while (values.size() < count) {
      double value =
          switch (random.nextInt(6)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextInt(1_000_000) / 1000.0;
            case 2 -> (random.nextInt(2000) - 1000) / 64.0;
            case 3 -> random.nextDouble();
            case 4 -> (random.nextLong() >>> 11) / 2.0;
            default -> Double.longBitsToDouble(random.nextLong());
          };
      if (value == value) {
        values.add(value);
      }
    }
    return values;
  }
}
