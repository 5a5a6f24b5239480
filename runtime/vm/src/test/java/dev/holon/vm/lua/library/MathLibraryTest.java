package dev.holon.vm.lua.library;

import static dev.holon.vm.lua.library.LibraryCalls.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.IntegerNumber;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.luaj.vm2.LuaValue;

class MathLibraryTest {
  private static final List<LuaValue> VALUES =
      List.of(
          of(0),
          of(1),
          of(-1),
          of(3),
          of(-7),
          of(Long.MAX_VALUE),
          of(Long.MIN_VALUE),
          of(0.0),
          of(-0.0),
          of(0.5),
          of(-0.5),
          of(2.5),
          of(-3.7),
          of(1e15),
          of(0x1p63),
          of(-0x1p63),
          of(1e300),
          of(Double.MIN_VALUE),
          of(Double.POSITIVE_INFINITY),
          of(Double.NEGATIVE_INFINITY),
          of(Double.NaN),
          of("8"),
          of("0x10"),
          of(" 2.5 "),
          of("x"),
          of(""),
          LuaValue.NIL,
          LuaValue.TRUE);

  private final LibraryCalls calls = new LibraryCalls(new MathLibrary());

  @Test
  void functionsOfOneValueEqualTheReference() {
    List<String> names =
        List.of(
            "abs",
            "ceil",
            "floor",
            "modf",
            "tointeger",
            "type",
            "sqrt",
            "deg",
            "rad",
            "frexp",
            "max",
            "min",
            "fmod",
            "ult",
            "exp",
            "log",
            "sin",
            "cos",
            "tan",
            "asin",
            "acos",
            "log10",
            "randomseed",
            "sinh",
            "tanh",
            "pow",
            "ldexp");
    for (String name : names) {
      calls.check("math." + name);
      for (LuaValue value : VALUES) {
        if (!isHugeAngle(name, value)) {
          calls.check("math." + name, value);
        }
      }
    }

    calls.compare();
  }

  @Test
  void functionsOfTwoValuesEqualTheReference() {
    for (LuaValue a : VALUES) {
      for (LuaValue b : VALUES) {
        calls.check("math.fmod", a, b);
        calls.check("math.ult", a, b);
        if (a.isnumber() && b.isnumber()) {
          // In errors the reference calls it atan2 at times: the function has both names.
          calls.check("math.atan", a, b);
        }
        calls.check("math.pow", a, b);
        calls.check("math.log", a, b);
        if (a.isnumber() && b.isnumber() && Math.abs(a.todouble() * b.todouble()) < 1e18) {
          calls.check("math.max", a, b);
          calls.check("math.min", a, b);
        }
      }
      calls.check("math.ldexp", a, of(-3));
      calls.check("math.ldexp", a, of(-1074));
      calls.check("math.ldexp", a, of(1L << 33));
    }

    calls.compare();
  }

  @Test
  void errorsOfRandomEqualTheReference() {
    calls.check("math.random", of(0));
    calls.check("math.random", of(2), of(1));
    calls.check("math.random", of(Long.MIN_VALUE), of(Long.MAX_VALUE));
    calls.check("math.random", of(1), of(2), of(3));
    calls.check("math.random", of(1.5));
    calls.check("math.random", of("x"), of(1));
    calls.check("math.random", of(7), of(7));

    calls.compare();
  }

  @Test
  void randomNumbersStayInTheirRange() {
    for (int i = 0; i < 1000; i++) {
      double real = ((FloatNumber) random()).value();
      long whole = ((IntegerNumber) random(of(-3), of(3))).value();

      assertTrue(real >= 0 && real < 1);
      assertTrue(whole >= -3 && whole <= 3);
    }
  }

  @Test
  void seedDecidesWhatFollows() {
    random();
    calls.check("math.randomseed", of(42));
    LuaValue first = random();
    calls.check("math.randomseed", of(42));

    assertEquals(first, random());
  }

  @Test
  void failedMessageGivesTheGeneratorBack() {
    calls.heap().begin();
    LuaValue first = random();
    random();
    calls.heap().rollback();
    calls.heap().begin();

    assertEquals(first, random());
  }

  @Test
  void elementaryFunctionsDifferFromTheReferenceInFewLastDigitsOnly() {
    Random random = new Random(8);
    for (int i = 0; i < 2000; i++) {
      LuaValue x = of((random.nextDouble() - 0.5) * 40);
      LuaValue positive = of(Math.exp(random.nextGaussian() * 10));
      for (String name : List.of("exp", "sin", "cos", "tan", "sinh", "cosh", "atan")) {
        calls.check("math." + name, x);
      }
      calls.check("math.log", positive);
      calls.check("math.log", positive, of(2));
      calls.check("math.log10", positive);
      calls.check("math.pow", positive, x);
      calls.check("math.asin", of(x.todouble() / 20));
      calls.check("math.acos", of(x.todouble() / 20));
    }

    assertTrue(calls.shareThatDiffers() < 0.005);
  }

  @Test
  void exactPowersAreExact() {
    for (int base = 2; base < 40; base++) {
      for (int power = 0; Math.pow(base, power) < 0x1p53; power++) {
        calls.check("math.pow", of(base), of(power));
      }
    }
    for (int power = -1074; power < 1024; power++) {
      calls.check("math.pow", of(2), of(power));
      calls.check("math.log", of(Math.scalb(1.0, power)), of(2));
    }
    for (int power = -300; power < 300; power++) {
      calls.check("math.log", FloatNumber.of(Double.parseDouble("1e" + power)), of(10));
    }

    calls.compare();
  }

  private static boolean isHugeAngle(String name, LuaValue value) {
    return List.of("sin", "cos", "tan").contains(name)
        && value.isnumber()
        && Math.abs(value.todouble()) > 1e6;
  }

  private LuaValue random(LuaValue... arguments) {
    Call call = new Call(calls.state(), calls.function("math.random"), arguments);
    call.function().body().run(call);
    return call.result(0);
  }
}
