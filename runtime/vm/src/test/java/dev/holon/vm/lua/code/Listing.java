package dev.holon.vm.lua.code;

import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.IntegerNumber;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.luaj.vm2.LuaValue;

/**
 * Prints a prototype in the format of {@code luac -l -l}, without addresses and without the
 * comments after instructions.
 */
final class Listing {
  private static final String[] NAMES =
      ("MOVE LOADK LOADKX LOADBOOL LOADNIL GETUPVAL GETTABUP GETTABLE SETTABUP SETUPVAL SETTABLE "
              + "NEWTABLE SELF ADD SUB MUL MOD POW DIV IDIV BAND BOR BXOR SHL SHR UNM BNOT NOT LEN "
              + "CONCAT JMP EQ LT LE TEST TESTSET CALL TAILCALL RETURN FORLOOP FORPREP TFORCALL "
              + "TFORLOOP SETLIST CLOSURE VARARG EXTRAARG")
          .split(" ");

  private final StringBuilder out = new StringBuilder();

  private Listing() {}

  static String of(Prototype prototype) {
    Listing listing = new Listing();
    listing.print(prototype);
    return listing.out.toString().stripTrailing();
  }

  /** Takes out of a listing by luac what ours leaves out. */
  static String normalised(String listing) {
    StringBuilder result = new StringBuilder();
    for (String line : listing.split("\n", -1)) {
      String text = line;
      if (line.startsWith("\t")) {
        int comment = line.indexOf("\t;");
        if (comment >= 0 && line.matches("\t\\d+\t\\[.*")) {
          text = line.substring(0, comment);
        }
      } else {
        text =
            line.replaceFirst(" at 0x[0-9a-f]+\\)$", ")").replaceFirst(" for 0x[0-9a-f]+:$", ":");
      }
      result.append(text).append('\n');
    }
    return result.substring(0, result.length() - 1);
  }

  private void print(Prototype p) {
    String name = p.source.tojstring().substring(1);
    out.append(
        String.format(
            Locale.ROOT,
            "\n%s <%s:%d,%d> (%s)\n",
            p.lineDefined == 0 ? "main" : "function",
            name,
            p.lineDefined,
            p.lastLineDefined,
            count(p.code.length, "instruction")));
    out.append(p.parameterCount).append(p.isVariadic ? "+" : "");
    out.append(p.parameterCount == 1 ? " param, " : " params, ");
    out.append(count(p.registerCount, "slot")).append(", ");
    out.append(count(p.upvalues.length, "upvalue")).append(", ");
    out.append(count(p.locals.length, "local")).append(", ");
    out.append(count(p.constants.length, "constant")).append(", ");
    out.append(count(p.children.length, "function")).append('\n');
    for (int pc = 0; pc < p.code.length; pc++) {
      printInstruction(p, pc);
      if (Instruction.opcode(p.code[pc]) == Opcode.SETLIST && Instruction.c(p.code[pc]) == 0) {
        // luac has what follows in its comment.
        pc++;
      }
    }
    printDebug(p);
    for (Prototype child : p.children) {
      print(child);
    }
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private void printInstruction(Prototype p, int pc) {
    int i = p.code[pc];
    int opcode = Instruction.opcode(i);
    out.append(
        String.format(Locale.ROOT, "\t%d\t[%d]\t%-9s\t", pc + 1, p.lines[pc], NAMES[opcode]));
    int a = Instruction.a(i);
    switch (opcode) {
      case Opcode.LOADK -> out.append(a).append(' ').append(-1 - Instruction.bx(i));
      case Opcode.CLOSURE -> out.append(a).append(' ').append(Instruction.bx(i));
      case Opcode.JMP, Opcode.FORLOOP, Opcode.FORPREP, Opcode.TFORLOOP ->
          out.append(a).append(' ').append(Instruction.sbx(i));
      case Opcode.EXTRAARG -> out.append(-1 - Instruction.ax(i));
      case Opcode.LOADKX -> out.append(a);
      default -> {
        out.append(a);
        if (usesB(opcode)) {
          out.append(' ').append(operand(Instruction.b(i)));
        }
        if (usesC(opcode)) {
          out.append(' ').append(operand(Instruction.c(i)));
        }
      }
    }
    out.append('\n');
  }

  private static boolean usesB(int opcode) {
    return opcode != Opcode.TEST && opcode != Opcode.TFORCALL;
  }

  private static boolean usesC(int opcode) {
    return switch (opcode) {
      case Opcode.MOVE,
          Opcode.LOADNIL,
          Opcode.GETUPVAL,
          Opcode.SETUPVAL,
          Opcode.UNM,
          Opcode.BNOT,
          Opcode.NOT,
          Opcode.LEN,
          Opcode.RETURN,
          Opcode.VARARG ->
          false;
      default -> true;
    };
  }

  private static int operand(int value) {
    return Instruction.isConstant(value) ? -1 - Instruction.constantIndex(value) : value;
  }

  private void printDebug(Prototype p) {
    out.append("constants (").append(p.constants.length).append("):\n");
    for (int i = 0; i < p.constants.length; i++) {
      out.append('\t').append(i + 1).append('\t').append(constant(p.constants[i])).append('\n');
    }
    out.append("locals (").append(p.locals.length).append("):\n");
    for (int i = 0; i < p.locals.length; i++) {
      Prototype.LocalVariable local = p.locals[i];
      out.append('\t').append(i).append('\t').append(local.name().tojstring()).append('\t');
      out.append(local.startPc() + 1).append('\t').append(local.endPc() + 1).append('\n');
    }
    out.append("upvalues (").append(p.upvalues.length).append("):\n");
    for (int i = 0; i < p.upvalues.length; i++) {
      Prototype.UpvalueDescription upvalue = p.upvalues[i];
      boolean isInStack = upvalue.isInStack() && p.lineDefined != 0;
      out.append('\t').append(i).append('\t').append(upvalue.name().tojstring()).append('\t');
      out.append(isInStack ? 1 : 0).append('\t').append(upvalue.index()).append('\n');
    }
  }

  private static String constant(LuaValue value) {
    if (value instanceof ByteString text) {
      return quoted(text);
    }
    if (value instanceof IntegerNumber number) {
      return Long.toString(number.value());
    }
    if (value instanceof FloatNumber number) {
      return rounded(number.value());
    }
    return value.tojstring();
  }

  private static String quoted(ByteString text) {
    StringBuilder result = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      int value = text.at(i);
      int simple = "\"\\\u0007\b\f\n\r\t\u000b".indexOf(value);
      if (simple >= 0) {
        result.append('\\').append("\"\\abfnrtv".charAt(simple));
      } else if (value >= ' ' && value <= '~') {
        result.append((char) value);
      } else {
        result.append(String.format(Locale.ROOT, "\\%03d", value));
      }
    }
    return result.append('"').toString();
  }

  /** As {@code %.14g}, with {@code .0} where it looks like an integer. */
  private static String rounded(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return "0.0";
    }
    BigDecimal decimal = new BigDecimal(value).round(new MathContext(14, RoundingMode.HALF_EVEN));
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= -4 && exponent < 14) {
      String plain = decimal.stripTrailingZeros().toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    BigDecimal mantissa = decimal.movePointLeft(exponent).stripTrailingZeros();
    return String.format(
        Locale.ROOT,
        "%se%s%02d",
        mantissa.toPlainString(),
        exponent < 0 ? "-" : "+",
        Math.abs(exponent));
  }
}
