package dev.holon.vm.luaj;

import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * Reads the value a Lua error carries. LuaJ puts {@code source:line message}, a line feed and a
 * traceback into one text; {@link Meter#traceback} replaces the traceback by a mark that holds the
 * length of {@code source:line}, so the parts can be told apart whatever they contain.
 */
final class ErrorValue {
  private static final char MARK = '\u0000';

  private ErrorValue() {}

  /** The trailer for an error raised at a position whose text has this length, in characters. */
  static String mark(int positionLength) {
    return String.valueOf(MARK) + positionLength;
  }

  /**
   * The error's value: what the script raised, or the text of LuaJ's error with its position in
   * front. Other exceptions are faults of LuaJ's own functions; LuaJ too makes errors of them.
   */
  static LuaValue of(RuntimeException error) {
    if (error instanceof ScriptError raised) {
      return raised.value();
    }
    if (!(error instanceof LuaError)) {
      return LuaString.valueOf("vm error: " + error);
    }
    String text = error.getMessage();
    return LuaString.valueOf(text == null ? "error" : tidy(text));
  }

  private static String tidy(String text) {
    int mark = text.lastIndexOf("\n" + MARK);
    if (mark < 0) {
      return text;
    }
    int positionLength = Integer.parseInt(text.substring(mark + 2));
    String position = chunkText(text.substring(0, positionLength));
    return position + ": " + text.substring(Math.min(positionLength + 1, mark), mark);
  }

  /**
   * A chunk's name as errors show it: {@code =name} and {@code @name} lose their first character.
   */
  static String chunkText(String name) {
    return name.startsWith("=") || name.startsWith("@") ? name.substring(1) : name;
  }
}
