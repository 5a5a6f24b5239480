package dev.holon.vm.lua.code;

import java.util.Random;

/** Makes random programs from the grammar of Lua 5.3; the same seed makes the same program. */
final class ProgramGenerator {
  private static final String[] NAMES = {"a", "b", "c", "d", "x", "y", "print", "self", "_ENV"};
  private static final String[] BINARY = {
    "+", "-", "*", "/", "//", "%", "^", "..", "==", "~=", "<", "<=", ">", ">=", "and", "or", "&",
    "|", "~", "<<", ">>"
  };
  private static final String[] UNARY = {"-", "not ", "#", "~", "- -", "not not "};
  private static final String[] LITERALS = {
    "nil",
    "true",
    "false",
    "0",
    "1",
    "2",
    "7",
    "300",
    "1.5",
    "2.0",
    "1e3",
    "0.0",
    "'s'",
    "\"t\"",
    "[[u]]",
    "'\\n\\65'",
    "3",
    "63",
    "100000000000",
    "0x10",
    "9223372036854775807"
  };

  private final Random random;
  private final StringBuilder out = new StringBuilder();
  private int budget;
  private int labelCount;

  private ProgramGenerator(long seed) {
    random = new Random(seed);
    budget = 5 + random.nextInt(60);
  }

  static String program(long seed) {
    ProgramGenerator generator = new ProgramGenerator(seed);
    generator.block(0, false, true);
    return generator.out.toString();
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private void space() {
    out.append(chance(15) ? "\n" : " ");
  }

  private void add(String text) {
    out.append(text);
    space();
  }

  private String name() {
    return NAMES[Math.min(random.nextInt(NAMES.length + 3) % (NAMES.length + 1), NAMES.length - 1)];
  }

  private void block(int depth, boolean isInLoop, boolean isVariadic) {
    String label = chance(12) ? "l" + labelCount++ : "";
    int count = random.nextInt(5);
    for (int i = 0; i < count && budget > 0; i++) {
      statement(depth, isInLoop, isVariadic, label);
    }
    if (!label.isEmpty()) {
      add("::" + label + "::");
      if (chance(30)) {
        add(";");
      }
    } else if (chance(15)) {
      add("return");
      if (chance(80)) {
        expressions(depth, isVariadic);
      }
      if (chance(30)) {
        add(";");
      }
    }
  }

  private void statement(int depth, boolean isInLoop, boolean isVariadic, String label) {
    budget--;
    if (depth > 5) {
      add(name() + " = " + pick(LITERALS));
      return;
    }
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> local(depth, isVariadic);
      case 3, 4, 5 -> assignment(depth, isVariadic);
      case 6, 7 -> {
        call(depth, isVariadic);
        add(";");
      }
      case 8 -> conditional(depth, isInLoop, isVariadic, label);
      case 9 -> {
        add("while");
        expression(depth, isVariadic);
        add("do");
        block(depth + 1, true, isVariadic);
        add("end");
      }
      case 10 -> {
        add("repeat");
        block(depth + 1, true, isVariadic);
        add("until");
        expression(depth, isVariadic);
      }
      case 11 -> loop(depth, isVariadic);
      case 12 -> {
        add("do");
        block(depth + 1, isInLoop, isVariadic);
        add("end");
      }
      case 13 -> {
        add(pick("local function f", "function a.b.c", "function a:m", "function " + name()));
        body(depth);
      }
      case 14 -> leave(isInLoop, label);
      default -> {
        String back = "l" + labelCount++;
        add("::" + back + "::");
        if (chance(60)) {
          add("do");
          block(depth + 1, isInLoop, isVariadic);
          add("goto " + back + " end");
        }
      }
    }
  }

  private void leave(boolean isInLoop, String label) {
    if (isInLoop && chance(50)) {
      add("break");
    } else if (!label.isEmpty()) {
      add("goto " + label);
    } else {
      add(";");
    }
  }

  private void local(int depth, boolean isVariadic) {
    add("local " + name());
    while (chance(30)) {
      add(", " + name());
    }
    if (chance(80)) {
      add("=");
      expressions(depth, isVariadic);
    }
  }

  private void assignment(int depth, boolean isVariadic) {
    variable(depth, isVariadic);
    while (chance(30)) {
      add(",");
      variable(depth, isVariadic);
    }
    add("=");
    expressions(depth, isVariadic);
    add(";");
  }

  private void conditional(int depth, boolean isInLoop, boolean isVariadic, String label) {
    add("if");
    do {
      expression(depth, isVariadic);
      add("then");
      if (chance(30)) {
        leave(isInLoop, label);
      }
      block(depth + 1, isInLoop, isVariadic);
      if (!chance(30)) {
        break;
      }
      add("elseif");
    } while (true);
    if (chance(40)) {
      add("else");
      block(depth + 1, isInLoop, isVariadic);
    }
    add("end");
  }

  private void loop(int depth, boolean isVariadic) {
    add("for " + name());
    if (chance(50)) {
      add("=");
      expression(depth, isVariadic);
      add(",");
      expression(depth, isVariadic);
      if (chance(40)) {
        add(",");
        expression(depth, isVariadic);
      }
    } else {
      while (chance(40)) {
        add(", " + name());
      }
      add("in");
      expressions(depth, isVariadic);
    }
    add("do");
    block(depth + 1, true, isVariadic);
    add("end");
  }

  private void body(int depth) {
    boolean isVariadic = chance(40);
    add(isVariadic ? pick("(...)", "(a, ...)") : pick("()", "(a)", "(x, y)"));
    block(depth + 1, false, isVariadic);
    add("end");
  }

  private void expressions(int depth, boolean isVariadic) {
    expression(depth, isVariadic);
    while (chance(30)) {
      add(",");
      expression(depth, isVariadic);
    }
  }

  private void expression(int depth, boolean isVariadic) {
    budget--;
    int kind = depth > 5 || budget < 0 ? random.nextInt(8) : random.nextInt(18);
    switch (kind) {
      case 0, 1, 2, 3 -> add(pick(LITERALS));
      case 4, 5, 6 -> add(name());
      case 7 -> add(isVariadic ? "..." : "1");
      case 8, 9, 10, 11 -> {
        expression(depth + 1, isVariadic);
        add(pick(BINARY));
        expression(depth + 1, isVariadic);
      }
      case 12 -> {
        add(pick(UNARY));
        expression(depth + 1, isVariadic);
      }
      case 13 -> {
        add("(");
        expression(depth + 1, isVariadic);
        add(")");
      }
      case 14 -> {
        add("function");
        body(depth);
      }
      case 15 -> table(depth, isVariadic);
      case 16 -> call(depth, isVariadic);
      default -> variable(depth, isVariadic);
    }
  }

  private void table(int depth, boolean isVariadic) {
    add("{");
    int count = chance(4) ? 40 + random.nextInt(70) : random.nextInt(4);
    for (int i = 0; i < count; i++) {
      if (count > 10) {
        add(pick("1", "x", "'s'"));
      } else if (chance(40)) {
        expression(depth + 1, isVariadic);
      } else if (chance(50)) {
        add(name() + " =");
        expression(depth + 1, isVariadic);
      } else {
        add("[");
        expression(depth + 1, isVariadic);
        add("] =");
        expression(depth + 1, isVariadic);
      }
      add(pick(",", ";"));
    }
    if (chance(30)) {
      expression(depth + 1, isVariadic);
    }
    add("}");
  }

  private void prefix(int depth, boolean isVariadic) {
    if (chance(80) || budget < 0) {
      add(name());
    } else {
      add("(");
      expression(depth + 1, isVariadic);
      add(")");
    }
  }

  private void variable(int depth, boolean isVariadic) {
    if (chance(50)) {
      add(name());
      return;
    }
    prefix(depth, isVariadic);
    do {
      suffix(depth, isVariadic);
    } while (chance(20));
  }

  private void suffix(int depth, boolean isVariadic) {
    if (chance(50)) {
      add("." + pick("n", "m", "x"));
    } else {
      add("[");
      expression(depth + 1, isVariadic);
      add("]");
    }
  }

  private void call(int depth, boolean isVariadic) {
    prefix(depth, isVariadic);
    do {
      if (chance(20)) {
        suffix(depth, isVariadic);
      }
      if (chance(25)) {
        add(":m");
      }
      switch (random.nextInt(5)) {
        case 0 -> out.append("'s' ");
        case 1 -> table(depth + 1, isVariadic);
        case 2 -> add("()");
        default -> {
          out.append("(");
          expressions(depth + 1, isVariadic);
          add(")");
        }
      }
    } while (chance(15));
  }
}
