package dev.holon.vm.lua.code;

/** Reads strings and comments in long brackets (Lua 5.3 manual §3.1). */
final class LongBracketReader {
  private final SourceCursor cursor;
  private final Diagnostics diagnostics;

  LongBracketReader(SourceCursor cursor, Diagnostics diagnostics) {
    this.cursor = cursor;
    this.diagnostics = diagnostics;
  }

  /**
   * Reads a bracket and equals signs, up to but without a second bracket.
   *
   * @return the number of equals signs if the second bracket follows; otherwise -1 after a bracket
   *     alone and -2 after a bracket with equals signs
   */
  int readLevel() {
    int bracket = cursor.current();
    cursor.keep();
    int level = 0;
    while (cursor.current() == '=') {
      cursor.keep();
      level++;
    }
    if (cursor.current() == bracket) {
      return level;
    }
    return level == 0 ? -1 : -2;
  }

  /** Reads a string from its second bracket on; the text holds it with its brackets. */
  void readString(int level) throws CompileError {
    int firstLine = open();
    while (true) {
      switch (cursor.current()) {
        case SourceCursor.END -> throw unfinished("string", firstLine);
        case ']' -> {
          if (readLevel() == level) {
            cursor.keep();
            return;
          }
        }
        case '\n', '\r' -> {
          cursor.append('\n');
          cursor.advanceLine();
        }
        default -> cursor.keep();
      }
    }
  }

  /** Passes a comment from its second bracket on. */
  void skipComment(int level) throws CompileError {
    int firstLine = open();
    while (true) {
      switch (cursor.current()) {
        case SourceCursor.END -> throw unfinished("comment", firstLine);
        case ']' -> {
          boolean isClosed = readLevel() == level;
          cursor.clearText();
          if (isClosed) {
            cursor.advance();
            return;
          }
        }
        case '\n', '\r' -> cursor.advanceLine();
        default -> cursor.advance();
      }
    }
  }

  private int open() {
    int firstLine = cursor.line();
    cursor.keep();
    if (cursor.isAtLineEnd()) {
      cursor.advanceLine();
    }
    return firstLine;
  }

  private CompileError unfinished(String what, int firstLine) {
    return diagnostics.errorNear(
        "unfinished long " + what + " (starting at line " + firstLine + ")", Token.END_OF_SOURCE);
  }
}
