package dev.holon.vm.lua.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.luaj.vm2.LuaNumber;

/** Text read as numbers, against the C implementation. */
class NumberReaderTest {
  private static final String SCRIPT =
      """
      local function p(s)
        local n = tonumber(s)
        print(n and (math.type(n) == 'integer' and n or string.format('%%a', n)) or 'none')
      end
      """
          .replace("%%", "%");

  private static final List<String> SPECIAL =
      List.of(
          "",
          " ",
          "-",
          "+",
          ".",
          "0x",
          "0x.",
          "-0x",
          "1e",
          "1e+",
          "0x1p",
          "1 2",
          "1_",
          "- 1",
          "--1",
          " 10 ",
          "\t10\n",
          "\u000b10\r\f",
          "inf",
          "nan",
          "-inf",
          "0xep1",
          "0x.8",
          "0x8.",
          "1.",
          ".5",
          "-.5e1",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "-9223372036854775809",
          "0xffffffffffffffff",
          "0x1ffffffffffffffff",
          "-0xffffffffffffffff",
          "1e400",
          "-1e400",
          "1e-400",
          "0e99999999999999999999",
          "1e99999999999999999999",
          "0x1p99999999999999",
          "0x1p-1074",
          "0x1p-1075",
          "0x1.8p-1075",
          "0x0.0001p-1060",
          "4.9e-324",
          "2.4703282292062327e-324",
          "2.4703282292062328e-324",
          "0x1.fffffffffffff8p1023",
          "0x1.fffffffffffff7fffp1023",
          "1.7976931348623159e308",
          "00012",
          "-0",
          "-0.0",
          "0x1.00000000000008p0",
          "0x1.000000000000080000001p0",
          "0x1.00000000000018p0",
          "9007199254740993.0",
          "10\\0",
          "1\\z",
          "0X1P+3",
          "1E5",
          "0b1",
          "1..2",
          "1.2.3",
          "e5",
          "0x1.2.3",
          "1f",
          "1d",
          "1L",
          "0x1p1p1",
          "\\2555");

  @Test
  void textReadsAsInTheReference() {
    Random random = new Random(3);
    List<String> texts = new ArrayList<>(SPECIAL);
    while (texts.size() < 8000) {
      texts.add(random(random));
    }
    StringBuilder script = new StringBuilder(SCRIPT);
    List<String> ours = new ArrayList<>();
    for (String text : texts) {
      script.append("p(\"").append(text.replace("\n", "\\n").replace("\r", "\\r")).append("\")\n");
      ours.add(own(text.replace("\\0", "\0").replace("\\z", "").replace("\\255", "\u00ff")));
    }

    assertEquals(ReferenceLua.lines(script.toString()), ours);
  }

  @Test
  void longTextIsReadInLinearTime() {
    String digits = "7".repeat(2_000_000);

    assertTimeout(
        Duration.ofSeconds(2),
        () -> {
          assertEquals("Infinity", own(digits));
          assertEquals(own("0.7777777777777777777777777777"), own("0." + digits));
          assertEquals(own("7777777777777777777777777777.0"), own(digits + "e-1999972"));
        });
  }

  private static String own(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    LuaNumber number = NumberReader.read(bytes, 0, bytes.length);
    if (number == null) {
      return "none";
    }
    return number instanceof FloatNumber real
        ? Double.isInfinite(real.value()) && text.length() > 1000
            ? "Infinity"
            : NumberText.hexadecimal(real.value(), -1, false)
        : Long.toString(number.tolong());
  }

  private static String random(Random random) {
    StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
    boolean isHex = random.nextBoolean();
    String digits = isHex ? "0123456789abcdefABCDEF" : "0123456789";
    text.append(isHex ? "0x" : "");
    for (int i = random.nextInt(random.nextInt(5) == 0 ? 60 : 18); i >= 0; i--) {
      text.append(digits.charAt(random.nextInt(digits.length())));
      text.append(random.nextInt(12) == 0 ? "." : "");
    }
    if (random.nextInt(3) == 0) {
      text.append(isHex ? 'p' : 'e').append(random.nextInt(random.nextBoolean() ? 40 : 2400) - 20);
    }
    return text.toString();
  }
}
