package dev.holon.vm.lua.code;

import dev.holon.vm.lua.code.Expression.Kind;

/** Parses functions (Lua 5.3 manual §3.4.11) and the main chunk. */
final class FunctionParser {
  private final Parser parser;
  private final Lexer lexer;

  FunctionParser(Parser parser) {
    this.parser = parser;
    this.lexer = parser.lexer;
  }

  Prototype parseMain() throws CompileError {
    FunctionState main = parser.open(0);
    main.setParameters(0, true);
    main.addUpvalue(parser.compilation.environment, true, 0);
    lexer.next();
    parser.statements.parseList();
    parser.require(Token.END_OF_SOURCE);
    return parser.close(0);
  }

  /** Parses a function from its parameters on and leaves the closure in the next register. */
  void parseBody(Expression result, boolean isMethod, int line) throws CompileError {
    FunctionState outer = parser.function();
    outer.requireRoomForChild();
    FunctionState inner = parser.open(line);
    parser.expect(Token.LEFT_PARENTHESIS);
    if (isMethod) {
      inner.declare(parser.compilation.symbols.of("self"));
      inner.activate(1);
    }
    parseParameters(inner);
    parser.expect(Token.RIGHT_PARENTHESIS);
    parser.statements.parseList();
    int lastLine = lexer.line();
    parser.expectClosing(Token.END, Token.FUNCTION, line);
    result.become(
        Kind.RELOCATABLE, outer.emit(Instruction.abx(Opcode.CLOSURE, 0, outer.childCount())));
    outer.expressions.toNextRegister(result);
    outer.addChild(parser.close(lastLine));
  }

  private void parseParameters(FunctionState function) throws CompileError {
    int count = 0;
    boolean isVariadic = false;
    if (!parser.isAt(Token.RIGHT_PARENTHESIS)) {
      do {
        switch (lexer.token()) {
          case NAME -> {
            function.declare(parser.expectName());
            count++;
          }
          case DOTS -> {
            lexer.next();
            isVariadic = true;
          }
          default -> throw lexer.errorHere("<name> or '...' expected");
        }
      } while (!isVariadic && parser.accept(Token.COMMA));
    }
    function.activate(count);
    int parameterCount = function.locals.activeCount();
    function.setParameters(parameterCount, isVariadic);
    function.registers.reserve(parameterCount);
  }
}
