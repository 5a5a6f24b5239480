package dev.holon.vm.lua.code;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chunk in one pass, making its code on the way. Holds what the parsers of statements,
 * expressions and functions share: the current function, the depth, and the checks of tokens.
 */
final class Parser {
  /** Nested statements, expressions and functions; the C implementation counts its stack so. */
  private static final int LEVEL_MAX = 200;

  /** Levels in use in the C implementation when a chunk, itself run by it, calls load. */
  private static final int OUTER_LEVELS = 2;

  final Compilation compilation;
  final Lexer lexer;
  final ExpressionParser expressions;
  final StatementParser statements;
  final FunctionParser functions;

  private @Nullable FunctionState function;
  private int levels = OUTER_LEVELS;

  Parser(Compilation compilation) {
    this.compilation = compilation;
    this.lexer = compilation.lexer;
    this.expressions = new ExpressionParser(this);
    this.statements = new StatementParser(this);
    this.functions = new FunctionParser(this);
  }

  Prototype parseChunk() throws CompileError {
    return functions.parseMain();
  }

  // The current function.

  FunctionState function() {
    return Objects.requireNonNull(function);
  }

  FunctionState open(int lineDefined) {
    FunctionState opened = new FunctionState(function, compilation, lineDefined);
    function = opened;
    return opened;
  }

  Prototype close(int lastLineDefined) throws CompileError {
    FunctionState closed = function();
    Prototype prototype = closed.close(compilation.chunkName, lastLineDefined);
    function = closed.parent;
    return prototype;
  }

  // Depth.

  void enterLevel() throws CompileError {
    levels++;
    requireLevels(0);
  }

  void leaveLevel() {
    levels--;
  }

  /** Refuses more levels than there may be. */
  void requireLevels(int more) throws CompileError {
    function().requireAtMost(LEVEL_MAX, levels + more, "C levels");
  }

  // Tokens.

  boolean isAt(Token token) {
    return lexer.token() == token;
  }

  /** Passes a token if it is the current one. */
  boolean accept(Token token) throws CompileError {
    if (!isAt(token)) {
      return false;
    }
    lexer.next();
    return true;
  }

  void require(Token token) throws CompileError {
    if (!isAt(token)) {
      throw lexer.errorHere(token.quoted() + " expected");
    }
  }

  void expect(Token token) throws CompileError {
    require(token);
    lexer.next();
  }

  /** Passes the token that closes what another opened in a line. */
  void expectClosing(Token token, Token opening, int line) throws CompileError {
    if (line == lexer.line()) {
      expect(token);
    } else if (!accept(token)) {
      throw lexer.errorHere(
          token.quoted() + " expected (to close " + opening.quoted() + " at line " + line + ")");
    }
  }

  Symbol expectName() throws CompileError {
    require(Token.NAME);
    Symbol name = lexer.symbol();
    lexer.next();
    return name;
  }

  /** Whether the current token ends a block, {@code until} aside. */
  boolean isAtBlockEnd() {
    return switch (lexer.token()) {
      case ELSE, ELSEIF, END, END_OF_SOURCE -> true;
      default -> false;
    };
  }
}
