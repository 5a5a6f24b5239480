package dev.holon.vm.lua.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.machine.ScriptError;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.luaj.vm2.LuaValue;

/** Random calls of the string libraries give what the C implementation gives, errors too. */
class StringDifferentialTest {
  private static final int CASES = 6000;

  private static final String PRELUDE =
      """
      local function hex(s) return (s:gsub('.', function(c) return ('%02x'):format(c:byte()) end)) end
      local function show(ok, ...)
        local out = {}
        for i = 1, select('#', ...) do
          local v = select(i, ...)
          local t = math.type(v) or type(v)
          out[i] = t == 'integer' and 'i' .. v or t == 'float' and 'd' .. (v ~= v and '7ff8000000000000' or hex(string.pack('>d', v)))
            or t == 'string' and 's' .. hex(ok and v or v:gsub("'%a[%a%d]+%.", "'"):gsub('^%S*cases%.lua:%d+: ', '')) or tostring(v)
        end
        print(tostring(ok) .. ' ' .. table.concat(out, ' '))
      end
      local function all(s, p)
        local out, f = {}, string.gmatch(s, p)
        for i = 1, 20 do
          local r = table.pack(f())
          if r.n == 0 then break end
          table.move(r, 1, r.n, #out + 1, out)
        end
        return table.unpack(out)
      end
      """;

  private record Case(String library, String name, LuaValue... arguments) {}

  private final Random random = new Random(20260731);
  private final List<Case> cases = new ArrayList<>();
  private LuaState state = new LuaState(new Heap());
  @TempDir private Path directory;

  @BeforeEach
  void openLibraries() {
    Heap heap = new Heap();
    heap.setLimits(Long.MAX_VALUE, Long.MAX_VALUE);
    state = new LuaState(heap);
    new StringLibrary().open(state);
    new Utf8Library().open(state);
  }

  private static LuaValue text(String text) {
    return ByteString.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private LuaValue integer() {
    return IntegerNumber.of(random.nextInt(12) - 5L);
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String repeat(int most, String... choices) {
    StringBuilder result = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      result.append(pick(choices));
    }
    return result.toString();
  }

  private String subject() {
    return repeat(14, "a", "b", "c", "ab", "1", " ", "(", ")", "x", "%", "-", "]", "\0", "\u00e4");
  }

  private String pattern() {
    String[] items = {
      "a", "b", "c", ".", "%a", "%d", "%s", "%w", "%W", "%p", "[abc]", "[^ab]", "[a-c%d]", "[%a-]",
      "[]x]", "(a", ")", "(", "()", "(.)", "(.-)", "%b()", "%bab", "%f[%w]", "%f[^a]", "%1", "%2",
      "*", "+", "-", "?", "$", "^", "%", "[", "]", "[a", "%f", "%bx", "\0", "%z", "(b*)", "a*",
      "b-", "[^%s]+", "%w+", ".-", "\u00e4", "%)", "%.", "[\0-a]"
    };
    return (random.nextInt(5) == 0 ? "^" : "") + repeat(5, items);
  }

  @Test
  void searchesGiveTheSame() throws Exception {
    for (int i = 0; i < CASES; i++) {
      LuaValue subject = text(subject());
      LuaValue pattern = text(pattern());
      switch (random.nextInt(6)) {
        case 0 -> add("string", "find", subject, pattern);
        case 1 -> add("string", "find", subject, pattern, integer(), flag());
        case 2 -> add("string", "match", subject, pattern, integer());
        case 3 -> add("string", "gmatch", subject, pattern);
        case 4 -> add("string", "gsub", subject, pattern, text(replacement()), integer());
        default -> add("string", "gsub", subject, pattern, text(replacement()));
      }
    }
    for (int count = 30; count < 34; count++) {
      add("string", "match", text("a".repeat(300)), text("(a)".repeat(count)));
    }
    for (int count = 198; count < 203; count++) {
      for (String item : List.of("a?", "a-", "a*", "b*", "b-", "b?")) {
        add("string", "match", text("a".repeat(300)), text(item.repeat(count)));
      }
    }
    compare();
  }

  private LuaValue flag() {
    return random.nextInt(3) == 0 ? LuaValue.TRUE : LuaValue.NIL;
  }

  private String replacement() {
    return repeat(3, "x", "%0", "%1", "%2", "%%", "-", random.nextInt(9) == 0 ? "%" : "y");
  }

  @Test
  void formatsGiveTheSame() throws Exception {
    for (int i = 0; i < CASES; i++) {
      String letter =
          pick("d", "i", "u", "x", "X", "o", "c", "s", "q", "f", "e", "E", "g", "G", "a", "A", "y");
      String spec =
          "<%"
              + repeat(2, "-", "+", " ", "#", "0")
              + pick("", "", "5", "12", "123")
              + pick("", "", ".", ".0", ".3", ".12")
              + letter
              + ">";
      LuaValue value =
          switch (random.nextInt(letter.equals("s") || letter.equals("q") ? 4 : 7)) {
            case 0 -> text(subject());
            case 1 -> IntegerNumber.of(random.nextLong());
            case 2 -> FloatNumber.of(random.nextInt(1000) / 8.0 - 20);
            case 3 -> LuaValue.NIL;
            case 4 -> FloatNumber.of(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
            case 5 -> FloatNumber.of(random.nextBoolean() ? -0.0 : Double.NEGATIVE_INFINITY);
            default -> integer();
          };
      add("string", "format", text(spec), value);
    }
    compare();
  }

  @Test
  void integerFormatsGiveTheSame() throws Exception {
    for (int i = 0; i < CASES; i++) {
      String spec =
          "<%"
              + repeat(3, "-", "+", " ", "#", "0")
              + pick("", "", "5", "12", "123")
              + pick("", "", ".", ".0", ".3", ".12")
              + pick("d", "i", "u", "x", "X", "o", "c", "s", "q", "y", "%", "")
              + ">";
      LuaValue value = random.nextBoolean() ? integer() : IntegerNumber.of(random.nextLong());
      add("string", "format", text(spec), value);
    }
    compare();
  }

  @Test
  void packingGivesTheSame() throws Exception {
    String[] options = {
      "<", ">", "=", "!", "!2", "!4", "!8", "b", "B", "h", "H", "l", "L", "j", "T", "i", "i3", "I5",
      "i8", "i16", "I9", "f", "d", "n", "s", "s1", "s2", "z", "x", "Xi4", "X", " ", "c3", "c", "i17"
    };
    for (int i = 0; i < CASES; i++) {
      LuaValue format = text(repeat(5, options));
      switch (random.nextInt(3)) {
        case 0 -> add("string", "packsize", format);
        case 1 -> add("string", "unpack", format, text(bytes()), integer());
        default -> add("string", "pack", format, packable(), packable(), packable(), packable());
      }
    }
    compare();
  }

  private LuaValue packable() {
    return switch (random.nextInt(5)) {
      case 0 -> text(pick("", "1", "12", "abc", "a\0b"));
      case 1 -> FloatNumber.of(random.nextInt(100) / 4.0);
      case 2 -> IntegerNumber.of(random.nextLong() >> random.nextInt(64));
      default -> integer();
    };
  }

  private String bytes() {
    return repeat(30, "\0", "\0", "\1", "\2", "a", "\u00ff", "\u0080");
  }

  @Test
  void utf8GivesTheSame() throws Exception {
    for (int i = 0; i < CASES; i++) {
      LuaValue subject =
          text(
              repeat(
                  5,
                  "a",
                  "\0",
                  "\u00c3\u00a4",
                  "\u00e2\u0082\u00ac",
                  "\u00f0\u009f\u0098\u0080",
                  "\u0080",
                  "\u00ff",
                  "\u00c0\u0080",
                  "\u00ed\u00a0\u0080",
                  "\u00f4\u0090\u0080\u0080"));
      switch (random.nextInt(4)) {
        case 0 -> add("utf8", "len", subject, integer(), integer());
        case 1 -> add("utf8", "codepoint", subject, integer(), integer());
        case 2 ->
            add(
                "utf8",
                "offset",
                subject,
                integer(),
                random.nextBoolean() ? integer() : LuaValue.NIL);
        default ->
            add(
                "utf8",
                "char",
                IntegerNumber.of(random.nextInt(0x120000)),
                IntegerNumber.of(random.nextInt(0x900)));
      }
    }
    compare();
  }

  @Test
  void byteFunctionsGiveTheSame() throws Exception {
    for (int i = 0; i < CASES; i++) {
      LuaValue subject = text(subject());
      switch (random.nextInt(6)) {
        case 0 -> add("string", "byte", subject, integer(), integer());
        case 1 -> add("string", "sub", subject, integer(), integer());
        case 2 -> add("string", "rep", subject, integer(), text(pick("", ",", "ab")));
        case 3 -> add("string", pick("lower", "upper", "reverse", "len"), subject);
        case 4 -> add("string", "char", integer(), packable());
        default -> add("string", "byte", subject);
      }
    }
    compare();
  }

  private void add(String library, String name, LuaValue... arguments) {
    cases.add(new Case(library, name, arguments));
  }

  private void compare() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/lua5.3")));
    StringBuilder script = new StringBuilder(PRELUDE);
    for (Case one : cases) {
      script.append("show(pcall(");
      script.append(one.name.equals("gmatch") ? "all" : one.library + "." + one.name);
      for (LuaValue argument : one.arguments) {
        script.append(", ").append(literal(argument));
      }
      script.append("))\n");
    }
    Path file = Files.writeString(directory.resolve("cases.lua"), script);
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder("/usr/bin/lua5.3", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertEquals(true, process.waitFor(60, TimeUnit.SECONDS));
    List<String> expected = Files.readAllLines(output);
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      String actual = run(cases.get(i));
      if (!actual.equals(expected.get(i))) {
        Case one = cases.get(i);
        StringBuilder call = new StringBuilder(one.name);
        for (LuaValue argument : one.arguments) {
          call.append(' ').append(argument);
        }
        differences.add(
            call + "\n  wanted " + readable(expected.get(i)) + "\n  got    " + readable(actual));
      }
    }
    assertEquals(
        "",
        String.join("\n", differences.subList(0, Math.min(12, differences.size()))),
        () -> differences.size() + " calls differ");
  }

  private static String readable(String line) {
    StringBuilder result = new StringBuilder();
    for (String word : line.split(" ")) {
      result.append(
          word.startsWith("s")
              ? '"'
                  + new String(
                      HexFormat.of().parseHex(word.substring(1)), StandardCharsets.ISO_8859_1)
                  + '"'
              : word);
      result.append(' ');
    }
    return result.toString();
  }

  private static String literal(LuaValue value) {
    if (value instanceof ByteString string) {
      StringBuilder result = new StringBuilder("\"");
      for (byte b : string.array()) {
        result.append('\\').append("%03d".formatted(b & 0xff));
      }
      return result.append('"').toString();
    }
    if (value instanceof FloatNumber number) {
      return Double.isInfinite(number.value()) ? "-1/0" : Double.toHexString(number.value());
    }
    return value instanceof IntegerNumber number
        ? "0x" + Long.toHexString(number.value())
        : value.tojstring();
  }

  private NativeFunction function(Case one) {
    Table library = (Table) state.globals().fetch(ByteString.of(one.library));
    return (NativeFunction) library.fetch(ByteString.of(one.name));
  }

  private String run(Case one) {
    List<LuaValue> results = new ArrayList<>();
    boolean isGood = true;
    try {
      results.addAll(List.of(state.call(function(one), one.arguments)));
      if (one.name.equals("gmatch")) {
        LuaValue iterator = results.remove(0);
        for (int i = 0; i < 20; i++) {
          List<LuaValue> next = List.of(state.call(iterator));
          if (next.isEmpty()) {
            break;
          }
          results.addAll(next);
        }
      }
    } catch (ScriptError e) {
      isGood = false;
      // Called from Lua code, the function has its short name.
      String problem = ((ByteString) e.value()).toLatin1();
      String full = "'" + one.library + "." + one.name + "'";
      results = List.of(ByteString.ofLatin1(problem.replace(full, "'" + one.name + "'")));
    }
    StringBuilder line = new StringBuilder().append(isGood).append(' ');
    for (int i = 0; i < results.size(); i++) {
      line.append(i == 0 ? "" : " ").append(show(results.get(i)));
    }
    return line.toString();
  }

  private static String show(LuaValue value) {
    if (value instanceof ByteString string) {
      return "s" + HexFormat.of().formatHex(string.array());
    }
    if (value instanceof FloatNumber number) {
      return "d" + HexFormat.of().toHexDigits(Double.doubleToLongBits(number.value()));
    }
    return value instanceof IntegerNumber number ? "i" + number.value() : value.tojstring();
  }
}
