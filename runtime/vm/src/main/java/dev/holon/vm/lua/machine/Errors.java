package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.code.Opcode;
import dev.holon.vm.lua.code.Prototype;
import dev.holon.vm.lua.value.ByteString;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/**
 * Makes the errors of instructions, with the texts of the C implementation. Texts here have one
 * character a byte, so that names which are no UTF-8 come out as they are.
 */
final class Errors {
  private final LuaState state;

  Errors(LuaState state) {
    this.state = state;
  }

  /** Where a frame stands: {@code chunk:line: }, or nothing for one that is not of Lua code. */
  String position(Frame frame) {
    if (frame.kind != Frame.LUA) {
      return "";
    }
    Prototype function = frame.code.prototype;
    return function.shortSource().toLatin1() + ":" + line(frame) + ": ";
  }

  static int line(Frame frame) {
    return frame.code.prototype.lines[Math.max(frame.pc - 1, 0)];
  }

  /** An error of the instruction that runs. */
  ScriptError positioned(String message) {
    return plain(position(state.frame) + message);
  }

  /**
   * An error of Java code that no Lua code's position tells more about.
   *
   * @param message one character a byte
   */
  ScriptError plain(String message) {
    state.heap().allocateString(message.length());
    return new ScriptError(ByteString.ofLatin1(message));
  }

  /** An operation on a value it is not for; the operand of the instruction may name it. */
  ScriptError operation(Frame frame, String operation, LuaValue value, int operand) {
    return positioned(
        "attempt to " + operation + " a " + typeName(value) + " value" + variable(frame, operand));
  }

  private String typeName(LuaValue value) {
    return state.typeNameForError(value);
  }

  private static String variable(Frame frame, int operand) {
    if (operand > 0xff) {
      return "";
    }
    return described(Symbols.ofRegister(frame.code.prototype, frame.pc - 1, operand));
  }

  private static String described(Symbols.@Nullable Symbol symbol) {
    return symbol == null ? "" : " (" + symbol.kind() + " '" + symbol.name() + "')";
  }

  /** {@code value[key]} where the value is no table and has no metamethod. */
  ScriptError index(Frame frame, LuaValue value, LuaValue key) {
    Prototype function = frame.code.prototype;
    int i = function.code[frame.pc - 1];
    int opcode = i & 0x3f;
    String what = "attempt to index a " + typeName(value) + " value";
    if (!isFirst(frame, opcode, i, value)) {
      return positioned(what);
    }
    String name =
        switch (opcode) {
          case Opcode.GETTABUP -> " (upvalue '" + Symbols.upvalueName(function, i >>> 23) + "')";
          case Opcode.SETTABUP ->
              " (upvalue '" + Symbols.upvalueName(function, i >>> 6 & 0xff) + "')";
          case Opcode.SETTABLE -> variable(frame, i >>> 6 & 0xff);
          case Opcode.GETTABLE, Opcode.SELF -> variable(frame, i >>> 23);
          default -> "";
        };
    return positioned(what + name);
  }

  /** Whether the value is the instruction's own operand and not one that a metamethod led to. */
  private static boolean isFirst(Frame frame, int opcode, int i, LuaValue value) {
    LuaValue operand =
        switch (opcode) {
          case Opcode.GETTABUP -> frame.upvalues[i >>> 23].boxed();
          case Opcode.SETTABUP -> frame.upvalues[i >>> 6 & 0xff].boxed();
          case Opcode.SETTABLE -> frame.boxed(i >>> 6 & 0xff);
          default -> frame.boxed(i >>> 23);
        };
    return operand == value || operand.equals(value);
  }

  /** A call of a value that is no function. */
  ScriptError notCallable(Frame frame, LuaValue value, boolean isCallSite) {
    String what = "attempt to call a " + typeName(value) + " value";
    if (frame.kind != Frame.LUA) {
      return plain(what);
    }
    int i = frame.code.prototype.code[frame.pc - 1];
    int opcode = i & 0x3f;
    if (!isCallSite) {
      return positioned(what);
    }
    return opcode == Opcode.TFORCALL
        ? positioned(what)
        : positioned(what + variable(frame, i >>> 6 & 0xff));
  }

  /** An arithmetic or bitwise instruction on values that have no such operation. */
  ScriptError arithmetic(Frame frame, int opcode, LuaValue x, LuaValue y) {
    int i = frame.code.prototype.code[frame.pc - 1];
    boolean isUnary = opcode == Opcode.UNM || opcode == Opcode.BNOT;
    int operandX = i >>> 23;
    int operandY = isUnary ? operandX : i >>> 14 & 0x1ff;
    boolean isBitwise = opcode >= Opcode.BAND && opcode != Opcode.UNM;
    if (isBitwise && Arithmetic.number(x) != null && Arithmetic.number(y) != null) {
      boolean isY = Arithmetic.integer(x) != null;
      return positioned(
          "number" + variable(frame, isY ? operandY : operandX) + " has no integer representation");
    }
    boolean isY = Arithmetic.number(x) != null;
    return operation(
        frame,
        isBitwise ? "perform bitwise operation on" : "perform arithmetic on",
        isY ? y : x,
        isY ? operandY : operandX);
  }

  /** A concatenation of two registers of which one is neither text nor number. */
  ScriptError concatenation(Frame frame, int left, int right, boolean isLeftText) {
    int culprit = isLeftText ? right : left;
    return operation(frame, "concatenate", frame.boxed(culprit), culprit);
  }

  /** An order that two values do not have. */
  ScriptError comparison(LuaValue x, LuaValue y, boolean isInstruction) {
    String left = typeName(x);
    String right = typeName(y);
    String message =
        left.equals(right)
            ? "attempt to compare two " + left + " values"
            : "attempt to compare " + left + " with " + right;
    return isInstruction ? positioned(message) : plain(message);
  }

  /** {@code bad argument} to a native function, named as its caller knows it. */
  ScriptError argument(Call call, int index, String message) {
    Symbols.Symbol symbol = callSymbol(state.frame);
    if (symbol == null) {
      return atCaller(
          "bad argument #" + index + " to '" + globalName(call) + "' (" + message + ")");
    }
    int position = index;
    String name = symbol.name();
    if (symbol.kind().equals("method")) {
      position--;
      if (position == 0) {
        return atCaller("calling '" + name + "' on bad self (" + message + ")");
      }
    }
    return atCaller("bad argument #" + position + " to '" + name + "' (" + message + ")");
  }

  private static String globalName(Call call) {
    String name = call.function().name();
    return name.isEmpty() || name.indexOf('/') >= 0 ? "?" : name;
  }

  static Symbols.@Nullable Symbol callSymbol(Frame frame) {
    return frame.kind == Frame.LUA ? Symbols.ofCall(frame.code.prototype, frame.pc - 1) : null;
  }

  /** With the position of the Lua code that called the native function, if Lua code did. */
  private ScriptError atCaller(String message) {
    return plain(position(state.frame) + message);
  }

  /** With the position of the Lua code that called the native function, if Lua code did. */
  ScriptError ofNative(String message) {
    return atCaller(message);
  }
}
