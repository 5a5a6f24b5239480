package dev.holon.vm.lua.code;

import dev.holon.vm.lua.code.Expression.Kind;

/** Parses statements (Lua 5.3 manual §3.3). */
final class StatementParser {
  private final Parser parser;
  private final Lexer lexer;
  private final LoopParser loops;
  private final AssignmentParser assignments;

  StatementParser(Parser parser) {
    this.parser = parser;
    this.lexer = parser.lexer;
    this.loops = new LoopParser(parser, this);
    this.assignments = new AssignmentParser(parser);
  }

  private FunctionState function() {
    return parser.function();
  }

  /** Parses statements up to the end of the block; a return is the last. */
  void parseList() throws CompileError {
    while (!parser.isAtBlockEnd() && !parser.isAt(Token.UNTIL)) {
      boolean isLast = parser.isAt(Token.RETURN);
      parse();
      if (isLast) {
        return;
      }
    }
  }

  void parseBlock() throws CompileError {
    function().enterBlock(false);
    parseList();
    function().leaveBlock();
  }

  private void parse() throws CompileError {
    int line = lexer.line();
    parser.enterLevel();
    switch (lexer.token()) {
      case SEMICOLON -> lexer.next();
      case IF -> parseIf(line);
      case WHILE -> loops.parseWhile(line);
      case DO -> {
        lexer.next();
        parseBlock();
        parser.expectClosing(Token.END, Token.DO, line);
      }
      case FOR -> loops.parseFor(line);
      case REPEAT -> loops.parseRepeat(line);
      case FUNCTION -> parseFunction(line);
      case LOCAL -> {
        lexer.next();
        if (parser.accept(Token.FUNCTION)) {
          parseLocalFunction();
        } else {
          assignments.parseLocal();
        }
      }
      case DOUBLE_COLON -> {
        lexer.next();
        parseLabel(parser.expectName(), line);
      }
      case RETURN -> {
        lexer.next();
        parseReturn();
      }
      case BREAK, GOTO -> parseGoto(function().jump());
      default -> assignments.parse();
    }
    function().registers.setFirstFree(function().locals.activeCount());
    parser.leaveLevel();
  }

  private void parseIf(int line) throws CompileError {
    int ends = parseBranch(JumpLists.NONE);
    while (parser.isAt(Token.ELSEIF)) {
      ends = parseBranch(ends);
    }
    if (parser.accept(Token.ELSE)) {
      parseBlock();
    }
    parser.expectClosing(Token.END, Token.IF, line);
    function().jumps.landHere(ends);
  }

  /**
   * Parses a condition and its block.
   *
   * @param ends jumps from the ends of earlier branches past the whole
   * @return those and the one of this branch
   */
  private int parseBranch(int ends) throws CompileError {
    lexer.next();
    FunctionState function = function();
    Expression condition = new Expression();
    parser.expressions.parse(condition);
    parser.expect(Token.THEN);
    int skip;
    if (parser.isAt(Token.GOTO) || parser.isAt(Token.BREAK)) {
      function.conditions.goOnIfFalse(condition);
      function.enterBlock(false);
      parseGoto(condition.trueJumps);
      skipSemicolons();
      if (parser.isAtBlockEnd()) {
        function.leaveBlock();
        return ends;
      }
      skip = function.jump();
    } else {
      function.conditions.goOnIfTrue(condition);
      function.enterBlock(false);
      skip = condition.falseJumps;
    }
    parseList();
    function.leaveBlock();
    int allEnds = ends;
    if (parser.isAt(Token.ELSE) || parser.isAt(Token.ELSEIF)) {
      allEnds = function.jumps.joined(ends, function.jump());
    }
    function.jumps.landHere(skip);
    return allEnds;
  }

  private void skipSemicolons() throws CompileError {
    while (parser.isAt(Token.SEMICOLON)) {
      lexer.next();
    }
  }

  /** Parses a condition and returns the jumps that leave when it does not hold. */
  int parseCondition() throws CompileError {
    Expression condition = new Expression();
    parser.expressions.parse(condition);
    if (condition.kind == Kind.NIL) {
      condition.kind = Kind.FALSE;
    }
    function().conditions.goOnIfTrue(condition);
    return condition.falseJumps;
  }

  private void parseGoto(int jump) throws CompileError {
    int line = lexer.line();
    Labels labels = parser.compilation.labels;
    Symbol name;
    if (parser.accept(Token.GOTO)) {
      name = parser.expectName();
    } else {
      lexer.next();
      name = labels.breakName();
    }
    labels.addGoto(function(), name, line, jump);
  }

  private void parseLabel(Symbol name, int line) throws CompileError {
    Labels labels = parser.compilation.labels;
    labels.requireNew(function(), name);
    parser.expect(Token.DOUBLE_COLON);
    int label = labels.addLabel(function(), name, line);
    while (parser.isAt(Token.SEMICOLON) || parser.isAt(Token.DOUBLE_COLON)) {
      parse();
    }
    if (parser.isAtBlockEnd()) {
      labels.moveToBlockEnd(label, function().block());
    }
    labels.resolveGotos(function(), label);
  }

  private void parseFunction(int line) throws CompileError {
    lexer.next();
    Expression variable = new Expression();
    parser.expressions.parseVariable(variable);
    while (parser.isAt(Token.DOT)) {
      parser.expressions.parseField(variable);
    }
    boolean isMethod = parser.isAt(Token.COLON);
    if (isMethod) {
      parser.expressions.parseField(variable);
    }
    Expression body = new Expression();
    parser.functions.parseBody(body, isMethod, line);
    function().expressions.store(variable, body);
    function().code.setLastLine(line);
  }

  /** The variable is in scope in the body; for the debugger only after it. */
  private void parseLocalFunction() throws CompileError {
    FunctionState function = function();
    function.declare(parser.expectName());
    function.activate(1);
    Expression body = new Expression();
    parser.functions.parseBody(body, false, lexer.line());
    function.locals.setStart(body.info, function.code.size());
  }

  private void parseReturn() throws CompileError {
    FunctionState function = function();
    int first = 0;
    int count = 0;
    if (!parser.isAtBlockEnd() && !parser.isAt(Token.UNTIL) && !parser.isAt(Token.SEMICOLON)) {
      Expression last = new Expression();
      count = parser.expressions.parseList(last);
      if (last.isMultiple()) {
        function.expressions.setValueCount(last, ExpressionCode.MULTIPLE);
        if (last.kind == Kind.CALL && count == 1) {
          int call = function.code.get(last.info);
          function.code.set(last.info, Instruction.withOpcode(call, Opcode.TAILCALL));
        }
        first = function.locals.activeCount();
        count = ExpressionCode.MULTIPLE;
      } else if (count == 1) {
        first = function.expressions.toAnyRegister(last);
      } else {
        function.expressions.toNextRegister(last);
        first = function.locals.activeCount();
      }
    }
    function.emitReturn(first, count);
    parser.accept(Token.SEMICOLON);
  }
}
