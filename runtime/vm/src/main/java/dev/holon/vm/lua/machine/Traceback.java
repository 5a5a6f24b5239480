package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.code.ChunkName;
import dev.holon.vm.lua.code.Prototype;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text of a stack: the levels of the C implementation, in its words. */
final class Traceback {
  private static final int FIRST_SHOWN = 10;
  private static final int LAST_SHOWN = 11;

  private Traceback() {}

  /** From a frame down; native functions at the top are not frames and so are given. */
  static String of(@Nullable Frame top, boolean isNativeOnTop, long skip) {
    List<String> levels = new ArrayList<>();
    if (isNativeOnTop) {
      levels.add("[C]: in function 'debug.traceback'");
    }
    Frame frame = top;
    while (frame != null) {
      if (frame.kind == Frame.LUA) {
        levels.add(describe(frame));
        if (frame.isTailCall) {
          levels.add("(...tail calls...)");
        }
      } else if (frame.kind != Frame.COROUTINE) {
        levels.add("[C]: in " + nativeName(frame));
      }
      frame = frame.kind == Frame.COROUTINE || frame.caller == frame ? null : frame.caller;
    }
    return text(levels, (int) Math.min(Math.max(skip, 0), levels.size()));
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
    String source = ChunkName.shortName(function.source).toLatin1();
    return source + ":" + Errors.line(frame) + ": in " + name(frame, function, source);
  }

  private static String name(Frame frame, Prototype function, String source) {
    Symbols.Symbol symbol = symbol(frame);
    if (symbol != null) {
      return (symbol.kind().equals("global") ? "function" : symbol.kind())
          + " '"
          + symbol.name()
          + "'";
    }
    return function.lineDefined == 0
        ? "main chunk"
        : "function <" + source + ":" + function.lineDefined + ">";
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
      default -> "?";
    };
  }
}
