package dev.holon.vm.lua.code;

import dev.holon.vm.lua.code.Expression.Kind;

/** Parses table constructors (Lua 5.3 manual §3.4.9). */
final class TableParser {
  private final Parser parser;
  private final Lexer lexer;
  private final ExpressionParser expressions;

  TableParser(Parser parser, ExpressionParser expressions) {
    this.parser = parser;
    this.lexer = parser.lexer;
    this.expressions = expressions;
  }

  /** A constructor under way. */
  private static final class Contents {
    final int table;

    /** The item parsed last, not in a register yet; void when there is none. */
    final Expression item = new Expression();

    int itemCount;
    int fieldCount;

    /** Items in registers, not in the table yet, and the one under way. */
    int heldCount;

    Contents(int table) {
      this.table = table;
    }
  }

  void parse(Expression result) throws CompileError {
    int line = lexer.line();
    FunctionState function = parser.function();
    int pc = function.emit(Opcode.NEWTABLE, 0, 0, 0);
    result.become(Kind.RELOCATABLE, pc);
    function.expressions.toNextRegister(result);
    Contents contents = new Contents(result.info);
    parser.expect(Token.LEFT_BRACE);
    do {
      if (parser.isAt(Token.RIGHT_BRACE)) {
        break;
      }
      flush(function, contents);
      parseElement(function, contents);
    } while (parser.accept(Token.COMMA) || parser.accept(Token.SEMICOLON));
    parser.expectClosing(Token.RIGHT_BRACE, Token.LEFT_BRACE, line);
    flushLast(function, contents);
    function.code.set(
        pc,
        Instruction.abc(
            Opcode.NEWTABLE,
            Instruction.a(function.code.get(pc)),
            Instruction.roundedSize(contents.itemCount),
            Instruction.roundedSize(contents.fieldCount)));
  }

  private void parseElement(FunctionState function, Contents contents) throws CompileError {
    boolean isField =
        switch (lexer.token()) {
          case NAME -> lexer.lookAhead() == Token.ASSIGN;
          case LEFT_BRACKET -> true;
          default -> false;
        };
    if (isField) {
      parseField(function, contents);
    } else {
      expressions.parse(contents.item);
      contents.itemCount++;
      contents.heldCount++;
    }
  }

  private void parseField(FunctionState function, Contents contents) throws CompileError {
    int firstFree = function.registers.firstFree();
    Expression key = new Expression();
    if (parser.isAt(Token.NAME)) {
      expressions.parseConstantName(key);
    } else {
      expressions.parseKey(key);
    }
    contents.fieldCount++;
    parser.expect(Token.ASSIGN);
    int keyOperand = function.expressions.toOperand(key);
    Expression value = new Expression();
    expressions.parse(value);
    int valueOperand = function.expressions.toOperand(value);
    function.emit(Opcode.SETTABLE, contents.table, keyOperand, valueOperand);
    function.registers.setFirstFree(firstFree);
  }

  /** Puts the last item in a register and, when enough are held, all of them in the table. */
  private static void flush(FunctionState function, Contents contents) throws CompileError {
    if (contents.item.kind == Kind.VOID) {
      return;
    }
    function.expressions.toNextRegister(contents.item);
    contents.item.kind = Kind.VOID;
    if (ExpressionCode.isFull(contents.heldCount)) {
      function.expressions.storeItems(contents.table, contents.itemCount, contents.heldCount);
      contents.heldCount = 0;
    }
  }

  private static void flushLast(FunctionState function, Contents contents) throws CompileError {
    if (contents.heldCount == 0) {
      return;
    }
    ExpressionCode code = function.expressions;
    if (contents.item.isMultiple()) {
      code.setValueCount(contents.item, ExpressionCode.MULTIPLE);
      code.storeItems(contents.table, contents.itemCount, ExpressionCode.MULTIPLE);
      contents.itemCount--;
    } else {
      if (contents.item.kind != Kind.VOID) {
        code.toNextRegister(contents.item);
      }
      code.storeItems(contents.table, contents.itemCount, contents.heldCount);
    }
  }
}
