package dev.holon.vm.lua.code;

/** Parses loops (Lua 5.3 manual §3.3.4 and §3.3.5). */
final class LoopParser {
  /** Registers that a loop keeps its state in. */
  private static final int STATE_SIZE = 3;

  private final Parser parser;
  private final Lexer lexer;
  private final StatementParser statements;

  LoopParser(Parser parser, StatementParser statements) {
    this.parser = parser;
    this.lexer = parser.lexer;
    this.statements = statements;
  }

  void parseWhile(int line) throws CompileError {
    FunctionState function = parser.function();
    lexer.next();
    int start = function.jumps.mark();
    int exit = statements.parseCondition();
    function.enterBlock(true);
    parser.expect(Token.DO);
    statements.parseBlock();
    function.jumpTo(start);
    parser.expectClosing(Token.END, Token.WHILE, line);
    function.leaveBlock();
    function.jumps.landHere(exit);
  }

  /** The condition sees the variables of the block. */
  void parseRepeat(int line) throws CompileError {
    FunctionState function = parser.function();
    int start = function.jumps.mark();
    function.enterBlock(true);
    Block scope = function.enterBlock(false);
    lexer.next();
    statements.parseList();
    parser.expectClosing(Token.UNTIL, Token.REPEAT, line);
    int again = statements.parseCondition();
    if (scope.hasUpvalue) {
      function.jumps.closeFrom(again, scope.outerLocalCount);
    }
    function.leaveBlock();
    function.jumps.land(again, start);
    function.leaveBlock();
  }

  void parseFor(int line) throws CompileError {
    FunctionState function = parser.function();
    function.enterBlock(true);
    lexer.next();
    Symbol name = parser.expectName();
    switch (lexer.token()) {
      case ASSIGN -> parseNumeric(function, name, line);
      case COMMA, IN -> parseGeneric(function, name);
      default -> throw lexer.errorHere("'=' or 'in' expected");
    }
    parser.expectClosing(Token.END, Token.FOR, line);
    function.leaveBlock();
  }

  private void parseNumeric(FunctionState function, Symbol name, int line) throws CompileError {
    int base = function.registers.firstFree();
    declareState(function, "(for index)", "(for limit)", "(for step)");
    function.declare(name);
    parser.expect(Token.ASSIGN);
    parser.expressions.parseToRegister();
    parser.expect(Token.COMMA);
    parser.expressions.parseToRegister();
    if (parser.accept(Token.COMMA)) {
      parser.expressions.parseToRegister();
    } else {
      function.expressions.loadInteger(function.registers.firstFree(), 1);
      function.registers.reserve(1);
    }
    function.activate(STATE_SIZE);
    parser.expect(Token.DO);
    int prepare = function.emit(Instruction.asbx(Opcode.FORPREP, base, JumpLists.NONE));
    parseLoopBlock(function, 1);
    function.jumps.landHere(prepare);
    int end = function.emit(Instruction.asbx(Opcode.FORLOOP, base, JumpLists.NONE));
    function.jumps.land(end, prepare + 1);
    function.code.setLastLine(line);
  }

  private void parseGeneric(FunctionState function, Symbol firstName) throws CompileError {
    int base = function.registers.firstFree();
    declareState(function, "(for generator)", "(for state)", "(for control)");
    function.declare(firstName);
    int variableCount = 1;
    while (parser.accept(Token.COMMA)) {
      function.declare(parser.expectName());
      variableCount++;
    }
    parser.expect(Token.IN);
    int line = lexer.line();
    Expression last = new Expression();
    int count = parser.expressions.parseList(last);
    AssignmentParser.adjust(function, STATE_SIZE, count, last);
    function.registers.ensure(STATE_SIZE);
    function.activate(STATE_SIZE);
    parser.expect(Token.DO);
    int prepare = function.jump();
    parseLoopBlock(function, variableCount);
    function.jumps.landHere(prepare);
    function.emit(Opcode.TFORCALL, base, 0, variableCount);
    function.code.setLastLine(line);
    int end = function.emit(Instruction.asbx(Opcode.TFORLOOP, base + 2, JumpLists.NONE));
    function.jumps.land(end, prepare + 1);
    function.code.setLastLine(line);
  }

  /** The variables of the state have names that no program can use. */
  private void declareState(FunctionState function, String... names) throws CompileError {
    for (String name : names) {
      function.declare(parser.compilation.symbols.of(name));
    }
  }

  private void parseLoopBlock(FunctionState function, int variableCount) throws CompileError {
    function.enterBlock(false);
    function.activate(variableCount);
    function.registers.reserve(variableCount);
    statements.parseBlock();
    function.leaveBlock();
  }
}
