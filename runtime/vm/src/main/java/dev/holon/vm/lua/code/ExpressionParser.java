package dev.holon.vm.lua.code;

import dev.holon.vm.lua.code.Expression.Kind;
import org.jspecify.annotations.Nullable;

/** Parses expressions (Lua 5.3 manual §3.4). */
final class ExpressionParser {
  private final Parser parser;
  private final Lexer lexer;
  private final TableParser tables;

  ExpressionParser(Parser parser) {
    this.parser = parser;
    this.lexer = parser.lexer;
    this.tables = new TableParser(parser, this);
  }

  void parse(Expression result) throws CompileError {
    parseOperation(result, 0);
  }

  /** Parses expressions with commas between; all but the last go to the next registers. */
  int parseList(Expression last) throws CompileError {
    int count = 1;
    parse(last);
    while (parser.accept(Token.COMMA)) {
      code().toNextRegister(last);
      parse(last);
      count++;
    }
    return count;
  }

  /** Parses an expression and puts it in the next register. */
  void parseToRegister() throws CompileError {
    Expression expression = new Expression();
    parse(expression);
    code().toNextRegister(expression);
  }

  private ExpressionCode code() {
    return parser.function().expressions;
  }

  /**
   * Parses operands with operators that bind more strongly than a limit.
   *
   * @return the operator after them, which binds less strongly
   */
  private @Nullable BinaryOperator parseOperation(Expression result, int limit)
      throws CompileError {
    parser.enterLevel();
    parseOperand(result);
    BinaryOperator operator = BinaryOperator.of(lexer.token());
    while (operator != null && operator.leftPriority > limit) {
      int line = lexer.line();
      lexer.next();
      OperatorCode operators = parser.function().operators;
      operators.afterLeft(operator, result);
      Expression right = new Expression();
      BinaryOperator following = parseOperation(right, operator.rightPriority);
      operators.afterRight(operator, result, right, line);
      operator = following;
    }
    parser.leaveLevel();
    return operator;
  }

  private void parseOperand(Expression result) throws CompileError {
    Token token = lexer.token();
    switch (token) {
      case NOT, MINUS, TILDE, HASH -> {
        int line = lexer.line();
        lexer.next();
        parseOperation(result, BinaryOperator.UNARY_PRIORITY);
        parser.function().operators.unary(token, result, line);
      }
      default -> parseSimple(result);
    }
  }

  private void parseSimple(Expression result) throws CompileError {
    switch (lexer.token()) {
      case FLOAT -> {
        result.become(Kind.FLOAT, 0);
        result.real = lexer.number().todouble();
      }
      case INTEGER -> {
        result.become(Kind.INTEGER, 0);
        result.integer = lexer.number().tolong();
      }
      case STRING -> code().constant(result, lexer.symbol());
      case NIL -> result.become(Kind.NIL, 0);
      case TRUE -> result.become(Kind.TRUE, 0);
      case FALSE -> result.become(Kind.FALSE, 0);
      case DOTS -> {
        if (!parser.function().isVariadic()) {
          throw lexer.errorHere("cannot use '...' outside a vararg function");
        }
        result.become(Kind.VARIADIC, parser.function().emit(Opcode.VARARG, 0, 1, 0));
      }
      case LEFT_BRACE -> {
        tables.parse(result);
        return;
      }
      case FUNCTION -> {
        lexer.next();
        parser.functions.parseBody(result, false, lexer.line());
        return;
      }
      default -> {
        parseSuffixed(result);
        return;
      }
    }
    lexer.next();
  }

  /** Parses a name or an expression in parentheses with the fields and calls after it. */
  void parseSuffixed(Expression result) throws CompileError {
    int line = lexer.line();
    parsePrimary(result);
    while (true) {
      switch (lexer.token()) {
        case DOT -> parseField(result);
        case LEFT_BRACKET -> {
          code().toAnyRegisterOrUpvalue(result);
          Expression key = new Expression();
          parseKey(key);
          code().index(result, key);
        }
        case COLON -> {
          lexer.next();
          Expression name = new Expression();
          parseConstantName(name);
          code().method(result, name);
          parseArguments(result, line);
        }
        case LEFT_PARENTHESIS, STRING, LEFT_BRACE -> {
          code().toNextRegister(result);
          parseArguments(result, line);
        }
        default -> {
          return;
        }
      }
    }
  }

  private void parsePrimary(Expression result) throws CompileError {
    switch (lexer.token()) {
      case NAME -> parseVariable(result);
      case LEFT_PARENTHESIS -> {
        int line = lexer.line();
        lexer.next();
        parse(result);
        parser.expectClosing(Token.RIGHT_PARENTHESIS, Token.LEFT_PARENTHESIS, line);
        code().evaluate(result);
      }
      default -> throw lexer.errorHere("unexpected symbol");
    }
  }

  /** Parses a name; a global one is a field of the environment. */
  void parseVariable(Expression result) throws CompileError {
    Symbol name = parser.expectName();
    FunctionState function = parser.function();
    function.resolve(name, result);
    if (result.kind == Kind.VOID) {
      function.resolve(parser.compilation.environment, result);
      Expression key = new Expression();
      function.expressions.constant(key, name);
      function.expressions.index(result, key);
    }
  }

  /** Parses a dot or colon and a name, as a field of what was parsed before. */
  void parseField(Expression table) throws CompileError {
    code().toAnyRegisterOrUpvalue(table);
    lexer.next();
    Expression key = new Expression();
    parseConstantName(key);
    code().index(table, key);
  }

  /** Parses a name that stands for itself. */
  void parseConstantName(Expression result) throws CompileError {
    code().constant(result, parser.expectName());
  }

  /** Parses a key in brackets. */
  void parseKey(Expression result) throws CompileError {
    lexer.next();
    parse(result);
    code().toValue(result);
    parser.expect(Token.RIGHT_BRACKET);
  }

  private void parseArguments(Expression callee, int line) throws CompileError {
    Expression arguments = new Expression();
    switch (lexer.token()) {
      case LEFT_PARENTHESIS -> {
        lexer.next();
        if (!parser.isAt(Token.RIGHT_PARENTHESIS)) {
          parseList(arguments);
          code().setValueCount(arguments, ExpressionCode.MULTIPLE);
        }
        parser.expectClosing(Token.RIGHT_PARENTHESIS, Token.LEFT_PARENTHESIS, line);
      }
      case LEFT_BRACE -> tables.parse(arguments);
      case STRING -> {
        code().constant(arguments, lexer.symbol());
        lexer.next();
      }
      default -> throw lexer.errorHere("function arguments expected");
    }
    FunctionState function = parser.function();
    int base = callee.info;
    int operandCount = 0;
    if (!arguments.isMultiple()) {
      if (arguments.kind != Kind.VOID) {
        code().toNextRegister(arguments);
      }
      operandCount = function.registers.firstFree() - base;
    }
    callee.become(Kind.CALL, function.emit(Opcode.CALL, base, operandCount, 2));
    function.code.setLastLine(line);
    function.registers.setFirstFree(base + 1);
  }
}
