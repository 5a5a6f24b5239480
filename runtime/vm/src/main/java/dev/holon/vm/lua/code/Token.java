package dev.holon.vm.lua.code;

/** The kinds of lexical elements (Lua 5.3 manual §3.1). */
enum Token {
  AND("and"),
  BREAK("break"),
  DO("do"),
  ELSE("else"),
  ELSEIF("elseif"),
  END("end"),
  FALSE("false"),
  FOR("for"),
  FUNCTION("function"),
  GOTO("goto"),
  IF("if"),
  IN("in"),
  LOCAL("local"),
  NIL("nil"),
  NOT("not"),
  OR("or"),
  REPEAT("repeat"),
  RETURN("return"),
  THEN("then"),
  TRUE("true"),
  UNTIL("until"),
  WHILE("while"),

  PLUS("+"),
  MINUS("-"),
  STAR("*"),
  SLASH("/"),
  DOUBLE_SLASH("//"),
  PERCENT("%"),
  CARET("^"),
  HASH("#"),
  AMPERSAND("&"),
  TILDE("~"),
  BAR("|"),
  SHIFT_LEFT("<<"),
  SHIFT_RIGHT(">>"),
  EQUAL("=="),
  NOT_EQUAL("~="),
  LESS("<"),
  LESS_EQUAL("<="),
  GREATER(">"),
  GREATER_EQUAL(">="),
  ASSIGN("="),
  LEFT_PARENTHESIS("("),
  RIGHT_PARENTHESIS(")"),
  LEFT_BRACE("{"),
  RIGHT_BRACE("}"),
  LEFT_BRACKET("["),
  RIGHT_BRACKET("]"),
  DOUBLE_COLON("::"),
  COLON(":"),
  SEMICOLON(";"),
  COMMA(","),
  DOT("."),
  CONCAT(".."),
  DOTS("..."),

  /** A byte that starts no token. */
  OTHER(""),
  END_OF_SOURCE("<eof>"),
  FLOAT("<number>"),
  INTEGER("<integer>"),
  NAME("<name>"),
  STRING("<string>");

  private final String text;

  Token(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  boolean isReservedWord() {
    return compareTo(WHILE) <= 0;
  }

  /** Whether messages quote the source text and not the kind. */
  boolean isLiteral() {
    return compareTo(END_OF_SOURCE) > 0;
  }

  /** The kind as messages name it. */
  String quoted() {
    return compareTo(OTHER) < 0 ? "'" + text + "'" : text;
  }
}
