package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.code.Opcode;
import dev.holon.vm.lua.code.Prototype;
import dev.holon.vm.lua.value.Heap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/** The text of a stack: the levels of the C implementation, in its words. */
final class Traceback {
  private static final int FIRST_SHOWN = 10;
  private static final int LAST_SHOWN = 11;

  /** For a level that is put into words. */
  private static final int GAS_PER_LEVEL = 10;

  /** Names are found from the instructions before a call. */
  private static final int INSTRUCTIONS_LOOKED_AT_PER_GAS = 4;

  private Traceback() {}

  /** From a frame down; native functions at the top are not frames and so are given. */
  static String of(@Nullable Frame top, boolean isNativeOnTop, long skip, Heap payer) {
    List<String> levels = new ArrayList<>();
    if (isNativeOnTop) {
      levels.add("[C]: in function 'debug.traceback'");
    }
    Frame frame = top;
    while (frame != null) {
      payer.spend(GAS_PER_LEVEL + frame.pc / INSTRUCTIONS_LOOKED_AT_PER_GAS);
      add(levels, frame);
      frame = frame.kind == Frame.COROUTINE || frame.caller == frame ? null : frame.caller;
    }
    return text(levels, (int) Math.min(Math.max(skip, 0), levels.size()));
  }

  private static void add(List<String> levels, Frame frame) {
    switch (frame.kind) {
      case Frame.LUA -> {
        levels.add(describe(frame));
        if (frame.isTailCall) {
          levels.add("(...tail calls...)");
        }
      }
      case Frame.COROUTINE -> {}
      case Frame.BOUNDARY -> {
        if (frame.caller == frame) {
          levels.add("[C]: in ?");
        } else if (frame.caller.kind == Frame.LUA
            && called(frame.caller) instanceof NativeFunction function) {
          levels.add("[C]: in " + nativeName(function, frame.caller));
        }
      }
      default -> levels.add("[C]: in " + nativeName(frame));
    }
  }

  /** What the call instruction that a frame stands at calls; null at another instruction. */
  private static @Nullable LuaValue called(Frame frame) {
    if (frame.pc == 0) {
      return null;
    }
    int i = frame.code.prototype.code[frame.pc - 1];
    return switch (i & 0x3f) {
      case Opcode.CALL, Opcode.TAILCALL, Opcode.TFORCALL -> frame.values[i >>> 6 & 0xff];
      default -> null;
    };
  }

  private static String text(List<String> levels, int skip) {
    StringBuilder text = new StringBuilder("stack traceback:");
    int count = levels.size() - skip;
    for (int i = 0; i < count; i++) {
      if (count > FIRST_SHOWN + LAST_SHOWN && i == FIRST_SHOWN) {
        text.append("\n\t...");
        i = count - LAST_SHOWN;
      }
      text.append("\n\t").append(levels.get(skip + i));
    }
    return text.toString();
  }

  private static String describe(Frame frame) {
    Prototype function = frame.code.prototype;
    String source = function.shortSource().toLatin1();
    return source + ":" + Errors.line(frame) + ": in " + name(frame, function, source);
  }

  private static String name(Frame frame, Prototype function, String source) {
    String unnamed =
        function.lineDefined == 0
            ? "main chunk"
            : "function <" + source + ":" + function.lineDefined + ">";
    return name(symbol(frame), unnamed);
  }

  private static Symbols.@Nullable Symbol symbol(Frame frame) {
    Frame caller = frame.caller;
    return frame.isTailCall || caller == null ? null : Errors.callSymbol(caller);
  }

  private static String nativeName(Frame frame) {
    return switch (frame.kind) {
      case Frame.PROTECTED -> "function 'pcall'";
      case Frame.HANDLED -> "function 'xpcall'";
      case Frame.RESUME -> "function 'coroutine.resume'";
      case Frame.YIELD -> "function 'coroutine.yield'";
      default -> name(Errors.callSymbol(frame.caller), "?");
    };
  }

  /** Functions of libraries by their own names, others as their caller knows them. */
  private static String nativeName(NativeFunction function, Frame caller) {
    String name = function.name();
    return function.capturedCount() > 0 || name.indexOf('/') >= 0
        ? name(Errors.callSymbol(caller), "?")
        : "function '" + name + "'";
  }

  private static String name(Symbols.@Nullable Symbol symbol, String otherwise) {
    if (symbol == null) {
      return otherwise;
    }
    String kind = symbol.kind().equals("global") ? "function" : symbol.kind();
    return kind + " '" + symbol.name() + "'";
  }
}
