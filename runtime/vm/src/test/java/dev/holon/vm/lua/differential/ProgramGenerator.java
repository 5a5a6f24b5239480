package dev.holon.vm.lua.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random programs that end and print what they compute. Loops are bounded, functions call only
 * functions made before them, strings stay short, and tables are printed by index or sorted key.
 */
public final class ProgramGenerator {
  private static final int DEPTH_MAX = 4;

  private final Random random;
  private final EdgeValues values;
  private final StringBuilder out = new StringBuilder();
  private final List<String> names = new ArrayList<>();
  private final List<String> functions = new ArrayList<>();
  private int serial;

  public ProgramGenerator(long seed) {
    random = new Random(seed);
    values = new EdgeValues(random);
  }

  /** One program as the body of a function; {@code show} and {@code K} come from programs.lua. */
  public String next() {
    out.setLength(0);
    names.clear();
    functions.clear();
    serial = 0;
    declare("{" + expression(1) + "," + expression(1) + ",x=" + expression(1) + "}");
    declare(values.number());
    for (int i = random.nextInt(4, 12); i > 0; i--) {
      statement(0);
    }
    line("show(" + String.join(",", names.subList(0, Math.min(names.size(), 20))) + ")");
    return out.toString();
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private String fresh() {
    return "v" + serial++;
  }

  private void declare(String value) {
    String name = fresh();
    line("local " + name + " = " + value);
    names.add(name);
  }

  private String name() {
    return names.get(random.nextInt(names.size()));
  }

  private void block(int depth) {
    int visible = names.size();
    int callable = functions.size();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      statement(depth + 1);
    }
    while (names.size() > visible) {
      names.remove(names.size() - 1);
    }
    while (functions.size() > callable) {
      functions.remove(functions.size() - 1);
    }
  }

  private void statement(int depth) {
    if (depth >= DEPTH_MAX) {
      line("show(" + expression(2) + ")");
      return;
    }
    switch (random.nextInt(18)) {
      case 0, 1 -> declare(expression(3));
      case 2 -> line(name() + ", " + name() + " = " + expression(2) + ", " + expression(2));
      case 3 -> line("pcall(rawset, T, " + expression(1) + ", " + expression(2) + ")");
      case 4 -> conditional(depth);
      case 5 -> numericLoop(depth);
      case 6 -> whileLoop(depth);
      case 7 -> function(depth);
      case 8 -> protectedBlock(depth);
      case 9 -> coroutine(depth);
      case 10 -> gotoLoop(depth);
      case 11 -> object();
      case 12 -> iterate(depth);
      case 13 -> library();
      default -> line("show(" + expression(3) + "," + expression(2) + ")");
    }
  }

  private void conditional(int depth) {
    line("if " + expression(2) + " then");
    block(depth);
    if (random.nextBoolean()) {
      line("elseif " + expression(1) + " < " + expression(1) + " then");
      block(depth);
    }
    line("else");
    block(depth);
    line("end");
  }

  private void numericLoop(int depth) {
    String index = fresh();
    String counter = fresh();
    line("local " + counter + " = 0");
    line(
        "for "
            + index
            + " = "
            + values.number()
            + ","
            + values.number()
            + ","
            + values.one(List.of("1", "-1", "0.5", "3", "math.maxinteger", "2^53", "-7"))
            + " do");
    line(counter + " = " + counter + " + 1 if " + counter + " > 4 then break end");
    names.add(index);
    block(depth);
    names.remove(index);
    line("end");
  }

  private void whileLoop(int depth) {
    String counter = fresh();
    line("local " + counter + " = 0");
    boolean repeat = random.nextBoolean();
    line(repeat ? "repeat" : "while " + counter + " < 4 and " + expression(1) + " do");
    line(counter + " = " + counter + " + 1");
    block(depth);
    line(repeat ? "until " + counter + " >= 3" : "end");
  }

  private void gotoLoop(int depth) {
    String label = "l" + serial++;
    String counter = fresh();
    line("do local " + counter + " = 0 ::" + label + ":: " + counter + " = " + counter + " + 1");
    line("do");
    block(depth);
    line("end");
    line("if " + counter + " < 3 then goto " + label + " end end");
  }

  private void function(int depth) {
    String function = "f" + serial++;
    line("local function " + function + "(p" + serial + ", ...)");
    names.add("p" + serial);
    int mark = names.size() - 1;
    serial++;
    if (random.nextBoolean()) {
      line("show(select('#', ...), ...)");
    }
    block(depth);
    String result = expression(2);
    line(
        "return "
            + (random.nextInt(3) == 0 && !functions.isEmpty() ? call() : result + ", " + name())
            + " end");
    while (names.size() > mark) {
      names.remove(names.size() - 1);
    }
    functions.add(function);
    line("show(pcall(" + function + "," + expression(1) + "," + expression(1) + "))");
  }

  private void protectedBlock(int depth) {
    line("show(pcall(function(...)");
    block(depth);
    line(
        random.nextBoolean()
            ? "error(" + expression(1) + "," + random.nextInt(3) + ")"
            : "return " + expression(2));
    line("end, " + expression(1) + "))");
  }

  private void coroutine(int depth) {
    String name = fresh();
    line("local " + name + " = coroutine.create(function(...) local a = ...");
    line(
        "for i = 1, "
            + random.nextInt(1, 4)
            + " do a = coroutine.yield(i, a, pcall(coroutine.yield, "
            + expression(1)
            + "))");
    block(depth);
    line("end return " + expression(1) + " end)");
    line(
        "for i = 1, "
            + random.nextInt(2, 9)
            + " do show(coroutine.status("
            + name
            + "), coroutine.resume("
            + name
            + ", i, "
            + expression(0)
            + ")) end");
  }

  private void object() {
    String name = fresh();
    String event =
        values.one(
            List.of(
                "add", "sub", "concat", "lt", "le", "eq", "call", "index", "unm", "len", "band",
                "idiv", "mod"));
    line(
        "local "
            + name
            + " = setmetatable({n="
            + serial
            + "}, {__"
            + event
            + " = function(a, b) show('"
            + event
            + "') return "
            + (random.nextBoolean() ? name() : expression(1))
            + " end, __name='Obj'})");
    names.add(name);
    line(
        "show(pcall(function() return "
            + name
            + " + "
            + name()
            + " end)) show(pcall(function() return "
            + name
            + " .. "
            + name()
            + ", "
            + name
            + " < "
            + name()
            + " end)) show(pcall(function() return "
            + name
            + ".q, #"
            + name
            + ", "
            + name
            + "(1) end))");
  }

  private void iterate(int depth) {
    String key = fresh();
    String value = fresh();
    line(
        "for "
            + key
            + ", "
            + value
            + " in "
            + values.one(
                List.of(
                    "ipairs(T)",
                    "K(T)",
                    "ipairs {" + expression(1) + "," + expression(1) + "}",
                    "string.gmatch('a1 b2 c3', '(%a)(%d)')"))
            + " do");
    names.add(key);
    names.add(value);
    block(depth);
    names.remove(value);
    names.remove(key);
    line("end");
  }

  private void library() {
    line(
        values.one(
            List.of(
                "show(pcall(table.concat, T, ','))",
                "show(pcall(table.insert, T, " + expression(1) + "))",
                "show(pcall(table.remove, T))",
                "show(pcall(table.unpack, T, 1, 3))",
                "show(#T)",
                "show(pcall(string.format, '%s %5.2f', "
                    + expression(1)
                    + ","
                    + values.number()
                    + "))",
                "show(pcall(string.rep, tostring(" + values.number() + "), 3, '-'))",
                "show(load('return ' .. tostring(" + values.integer() + "))())",
                "show(pcall(load, 'local a = ... return a + ' .. tostring("
                    + values.number()
                    + ")))",
                "show(pcall(string.gsub, 'hello world', '(%w+)', function(w) return "
                    + expression(1)
                    + " end))",
                "show(select(2, pcall(error, {" + expression(1) + "})))",
                "show(xpcall(function() return "
                    + expression(2)
                    + " end, function(m) return 'handled ' .. tostring(m) end))")));
  }

  private String call() {
    return functions.get(random.nextInt(functions.size()))
        + "("
        + expression(0)
        + ", "
        + name()
        + ")";
  }

  /** Mostly protected, so that an error becomes a value and the program goes on. */
  private String expression(int depth) {
    String bare = bare(depth);
    return depth <= 0 || random.nextInt(40) == 0 ? bare : "Q(function() return " + bare + " end)";
  }

  private String bare(int depth) {
    if (depth <= 0 || random.nextInt(4) == 0) {
      return switch (random.nextInt(8)) {
        case 0, 1 -> names.isEmpty() ? "1" : name();
        case 2 -> values.text();
        case 3 -> values.any();
        case 4 -> values.floating();
        default -> values.integer();
      };
    }
    String a = "(" + bare(depth - 1) + ")";
    String b = "(" + bare(depth - 1) + ")";
    return switch (random.nextInt(14)) {
      case 0 -> a + " + " + b;
      case 1 -> a + " - " + b;
      case 2 -> a + " * " + b;
      case 3 -> a + values.one(List.of(" // ", " % ", " / ")) + b;
      case 4 -> a + values.one(List.of(" & ", " | ", " ~ ", " << ", " >> ")) + b;
      case 5 -> "S(" + a + ") .. S(" + b + ")";
      case 6 -> a + values.one(List.of(" == ", " ~= ")) + b;
      case 7 -> a + values.one(List.of(" and ", " or ")) + b;
      case 8 -> values.one(List.of("not ", "-", "#", "~")) + a;
      case 9 -> "T[" + a + "]";
      case 10 -> "{" + a + "," + b + "}";
      case 11 -> functions.isEmpty() ? "tostring(" + a + ") ~= nil" : "(" + call() + ")";
      case 12 -> "math.type(" + a + ")";
      default -> a + values.one(List.of(" < ", " <= ", " > ")) + b;
    };
  }
}
