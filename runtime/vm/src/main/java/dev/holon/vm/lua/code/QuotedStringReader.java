package dev.holon.vm.lua.code;

/** Reads a quoted string with its escape sequences (Lua 5.3 manual §3.1) into the cursor's text. */
final class QuotedStringReader {
  private static final int UNICODE_MAX = 0x10ffff;

  private final SourceCursor cursor;
  private final Diagnostics diagnostics;

  QuotedStringReader(SourceCursor cursor, Diagnostics diagnostics) {
    this.cursor = cursor;
    this.diagnostics = diagnostics;
  }

  /** Reads from the opening quote past the closing one; the text holds both. */
  void read() throws CompileError {
    int quote = cursor.current();
    cursor.keep();
    while (cursor.current() != quote) {
      switch (cursor.current()) {
        case SourceCursor.END ->
            throw diagnostics.errorNear("unfinished string", Token.END_OF_SOURCE);
        case '\n', '\r' -> throw diagnostics.errorNear("unfinished string", Token.STRING);
        case '\\' -> readEscape();
        default -> cursor.keep();
      }
    }
    cursor.keep();
  }

  /** The escape's source stays in the text, for messages, until its value replaces it. */
  private void readEscape() throws CompileError {
    cursor.keep();
    switch (cursor.current()) {
      case 'a' -> readSimple(7);
      case 'b' -> readSimple('\b');
      case 'f' -> readSimple('\f');
      case 'n' -> readSimple('\n');
      case 'r' -> readSimple('\r');
      case 't' -> readSimple('\t');
      case 'v' -> readSimple(11);
      case '\\', '"', '\'' -> readSimple(cursor.current());
      case 'x' -> readHex();
      case 'u' -> readUnicode();
      case 'z' -> skipSpace();
      case '\n', '\r' -> {
        cursor.advanceLine();
        replace(1, '\n');
      }
      case SourceCursor.END -> {
        // The loop reports the unfinished string.
      }
      default -> readDecimal();
    }
  }

  private void readSimple(int value) {
    cursor.advance();
    replace(1, value);
  }

  private void replace(int count, int value) {
    cursor.dropLast(count);
    cursor.append(value);
  }

  private void readHex() throws CompileError {
    int high = readHexDigit();
    int value = (high << 4) | readHexDigit();
    cursor.advance();
    replace(3, value);
  }

  /** Keeps the byte here and leaves the cursor on the digit after it. */
  private int readHexDigit() throws CompileError {
    cursor.keep();
    require(CharacterKind.isHexDigit(cursor.current()), "hexadecimal digit expected");
    return CharacterKind.hexValue(cursor.current());
  }

  private void readUnicode() throws CompileError {
    cursor.keep();
    require(cursor.current() == '{', "missing '{'");
    int codePoint = readHexDigit();
    int kept = 4;
    cursor.keep();
    while (CharacterKind.isHexDigit(cursor.current())) {
      kept++;
      codePoint = (codePoint << 4) + CharacterKind.hexValue(cursor.current());
      require(codePoint <= UNICODE_MAX, "UTF-8 value too large");
      cursor.keep();
    }
    require(cursor.current() == '}', "missing '}'");
    cursor.advance();
    cursor.dropLast(kept);
    appendUtf8(codePoint);
  }

  /** Encodes surrogates like any other number. */
  private void appendUtf8(int codePoint) {
    if (codePoint < 0x80) {
      cursor.append(codePoint);
      return;
    }
    int continuations = codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3;
    int lead = 0xff80 >> continuations;
    cursor.append((lead & 0xff) | (codePoint >> (6 * continuations)));
    for (int i = continuations - 1; i >= 0; i--) {
      cursor.append(0x80 | ((codePoint >> (6 * i)) & 0x3f));
    }
  }

  private void skipSpace() {
    cursor.dropLast(1);
    cursor.advance();
    while (CharacterKind.isSpace(cursor.current())) {
      if (cursor.isAtLineEnd()) {
        cursor.advanceLine();
      } else {
        cursor.advance();
      }
    }
  }

  private void readDecimal() throws CompileError {
    require(CharacterKind.isDigit(cursor.current()), "invalid escape sequence");
    int value = 0;
    int digits = 0;
    while (digits < 3 && CharacterKind.isDigit(cursor.current())) {
      value = 10 * value + cursor.current() - '0';
      cursor.keep();
      digits++;
    }
    require(value <= 0xff, "decimal escape too large");
    replace(digits + 1, value);
  }

  private void require(boolean condition, String message) throws CompileError {
    if (!condition) {
      if (cursor.current() != SourceCursor.END) {
        cursor.keep();
      }
      throw diagnostics.errorNear(message, Token.STRING);
    }
  }
}
