package dev.holon.vm.lua.code;

import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.NumberReader;
import org.luaj.vm2.LuaNumber;

/** Splits a source into lexical elements, with one element of lookahead. */
final class Lexer {
  private final SourceCursor cursor;
  private final SymbolTable symbols;
  private final Diagnostics diagnostics;
  private final QuotedStringReader quotedStrings;
  private final LongBracketReader longBrackets;
  private final Lexeme now;
  private final Lexeme ahead;
  private int lastLine = 1;

  Lexer(SourceCursor cursor, SymbolTable symbols, Diagnostics diagnostics) {
    this.cursor = cursor;
    this.symbols = symbols;
    this.diagnostics = diagnostics;
    this.quotedStrings = new QuotedStringReader(cursor, diagnostics);
    this.longBrackets = new LongBracketReader(cursor, diagnostics);
    Symbol empty = symbols.of("");
    this.now = new Lexeme(empty);
    this.ahead = new Lexeme(empty);
  }

  /** The kind of the current element. */
  Token token() {
    return now.token;
  }

  /** The text of the current name or string. */
  Symbol symbol() {
    return now.symbol;
  }

  /** The value of the current numeral. */
  LuaNumber number() {
    return now.number;
  }

  /** The line read last; the current element ends there unless there was a lookahead. */
  int line() {
    return cursor.line();
  }

  /** The line in which the element before the current one ended. */
  int lastLine() {
    return lastLine;
  }

  void next() throws CompileError {
    lastLine = cursor.line();
    if (ahead.token == Token.END_OF_SOURCE) {
      read(now);
    } else {
      now.become(ahead);
      ahead.token = Token.END_OF_SOURCE;
    }
  }

  /** The kind of the element after the current one. */
  Token lookAhead() throws CompileError {
    read(ahead);
    return ahead.token;
  }

  /** An error at the current element. */
  CompileError errorHere(String message) {
    return diagnostics.errorNear(message, now);
  }

  /** An error of the program's meaning, which names no element. */
  CompileError error(String message) {
    return diagnostics.error(message);
  }

  private void read(Lexeme lexeme) throws CompileError {
    cursor.clearText();
    skipSpaceAndComments(lexeme);
  }

  private void skipSpaceAndComments(Lexeme lexeme) throws CompileError {
    while (true) {
      switch (cursor.current()) {
        case '\n', '\r' -> cursor.advanceLine();
        case ' ', '\f', '\t', 11 -> cursor.advance();
        case '-' -> {
          cursor.advance();
          if (!cursor.skip('-')) {
            lexeme.token = Token.MINUS;
            return;
          }
          skipComment();
        }
        default -> {
          lexeme.token = readToken(lexeme);
          return;
        }
      }
    }
  }

  private void skipComment() throws CompileError {
    if (cursor.current() == '[') {
      int level = longBrackets.readLevel();
      cursor.clearText();
      if (level >= 0) {
        longBrackets.skipComment(level);
        cursor.clearText();
        return;
      }
    }
    while (!cursor.isAtLineEnd() && cursor.current() != SourceCursor.END) {
      cursor.advance();
    }
  }

  private Token readToken(Lexeme lexeme) throws CompileError {
    int first = cursor.current();
    return switch (first) {
      case SourceCursor.END -> Token.END_OF_SOURCE;
      case '[' -> readBracket(lexeme);
      case '"', '\'' -> readQuoted(lexeme);
      case '.' -> readDots(lexeme);
      default -> {
        if (CharacterKind.isDigit(first)) {
          yield readNumeral(lexeme);
        }
        yield CharacterKind.startsName(first) ? readName(lexeme) : readSign(lexeme);
      }
    };
  }

  private Token readQuoted(Lexeme lexeme) throws CompileError {
    quotedStrings.read();
    lexeme.symbol = symbols.of(cursor.text(), 1, cursor.textLength() - 1);
    return Token.STRING;
  }

  private Token readBracket(Lexeme lexeme) throws CompileError {
    int level = longBrackets.readLevel();
    if (level == -1) {
      return Token.LEFT_BRACKET;
    }
    if (level < 0) {
      throw diagnostics.errorNear("invalid long string delimiter", Token.STRING);
    }
    longBrackets.readString(level);
    int bracketLength = level + 2;
    lexeme.symbol = symbols.of(cursor.text(), bracketLength, cursor.textLength() - bracketLength);
    return Token.STRING;
  }

  private Token readDots(Lexeme lexeme) throws CompileError {
    cursor.keep();
    if (cursor.skip('.')) {
      return cursor.skip('.') ? Token.DOTS : Token.CONCAT;
    }
    return CharacterKind.isDigit(cursor.current()) ? readNumeral(lexeme) : Token.DOT;
  }

  /** Takes all that looks like a numeral before judging it, so {@code 3..2} is malformed. */
  private Token readNumeral(Lexeme lexeme) throws CompileError {
    int first = cursor.current();
    cursor.keep();
    boolean isHex = first == '0' && cursor.keepEither('x', 'X');
    int exponent = isHex ? 'p' : 'e';
    while (true) {
      if (cursor.keepEither(exponent, exponent - 0x20)) {
        cursor.keepEither('-', '+');
      }
      if (!CharacterKind.isHexDigit(cursor.current()) && cursor.current() != '.') {
        break;
      }
      cursor.keep();
    }
    LuaNumber number = NumberReader.read(cursor.text(), 0, cursor.textLength());
    if (number == null) {
      throw diagnostics.errorNear("malformed number", Token.FLOAT);
    }
    lexeme.number = number;
    return number instanceof FloatNumber ? Token.FLOAT : Token.INTEGER;
  }

  private Token readName(Lexeme lexeme) {
    do {
      cursor.keep();
    } while (CharacterKind.continuesName(cursor.current()));
    lexeme.symbol = symbols.of(cursor.text(), 0, cursor.textLength());
    return lexeme.symbol.token();
  }

  private Token readSign(Lexeme lexeme) {
    int first = cursor.current();
    cursor.advance();
    return switch (first) {
      case '=' -> cursor.skip('=') ? Token.EQUAL : Token.ASSIGN;
      case '<' ->
          cursor.skip('=') ? Token.LESS_EQUAL : cursor.skip('<') ? Token.SHIFT_LEFT : Token.LESS;
      case '>' ->
          cursor.skip('=')
              ? Token.GREATER_EQUAL
              : cursor.skip('>') ? Token.SHIFT_RIGHT : Token.GREATER;
      case '/' -> cursor.skip('/') ? Token.DOUBLE_SLASH : Token.SLASH;
      case '~' -> cursor.skip('=') ? Token.NOT_EQUAL : Token.TILDE;
      case ':' -> cursor.skip(':') ? Token.DOUBLE_COLON : Token.COLON;
      case '+' -> Token.PLUS;
      case '*' -> Token.STAR;
      case '%' -> Token.PERCENT;
      case '^' -> Token.CARET;
      case '#' -> Token.HASH;
      case '&' -> Token.AMPERSAND;
      case '|' -> Token.BAR;
      case '(' -> Token.LEFT_PARENTHESIS;
      case ')' -> Token.RIGHT_PARENTHESIS;
      case '{' -> Token.LEFT_BRACE;
      case '}' -> Token.RIGHT_BRACE;
      case ']' -> Token.RIGHT_BRACKET;
      case ';' -> Token.SEMICOLON;
      case ',' -> Token.COMMA;
      default -> {
        lexeme.other = first;
        yield Token.OTHER;
      }
    };
  }
}
