package dev.holon.vm.lua.code;

import dev.holon.vm.lua.code.Expression.Kind;
import java.util.ArrayList;
import java.util.List;

/** Parses assignments, local variables and calls as statements (Lua 5.3 manual §3.3). */
final class AssignmentParser {
  private final Parser parser;
  private final Lexer lexer;

  AssignmentParser(Parser parser) {
    this.parser = parser;
    this.lexer = parser.lexer;
  }

  /** Parses a call or an assignment. */
  void parse() throws CompileError {
    FunctionState function = parser.function();
    Expression first = new Expression();
    parser.expressions.parseSuffixed(first);
    if (parser.isAt(Token.ASSIGN) || parser.isAt(Token.COMMA)) {
      parseAssignment(function, first);
    } else if (first.kind == Kind.CALL) {
      function.code.set(first.info, Instruction.withC(function.code.get(first.info), 1));
    } else {
      throw lexer.errorHere("syntax error");
    }
  }

  private void parseAssignment(FunctionState function, Expression first) throws CompileError {
    List<Expression> targets = new ArrayList<>();
    targets.add(requireVariable(first));
    while (parser.accept(Token.COMMA)) {
      Expression target = new Expression();
      parser.expressions.parseSuffixed(target);
      if (target.kind != Kind.INDEXED) {
        keepValuesOf(function, targets, target);
      }
      parser.requireLevels(targets.size());
      targets.add(requireVariable(target));
    }
    parser.expect(Token.ASSIGN);
    Expression value = new Expression();
    int valueCount = parser.expressions.parseList(value);
    int next = targets.size();
    if (valueCount == next) {
      function.expressions.setSingleValue(value);
      function.expressions.store(targets.get(--next), value);
    } else {
      adjust(function, next, valueCount, value);
    }
    while (--next >= 0) {
      value.become(Kind.REGISTER, function.registers.firstFree() - 1);
      function.expressions.store(targets.get(next), value);
    }
  }

  private Expression requireVariable(Expression target) throws CompileError {
    if (!target.isVariable()) {
      throw lexer.errorHere("syntax error");
    }
    return target;
  }

  /**
   * Copies a variable that is about to be assigned when earlier targets use it as a table or as a
   * key, and lets them use the copy.
   */
  private static void keepValuesOf(
      FunctionState function, List<Expression> targets, Expression variable) throws CompileError {
    boolean isLocal = variable.kind == Kind.LOCAL;
    boolean isUpvalue = variable.kind == Kind.UPVALUE;
    int copy = function.registers.firstFree();
    boolean isUsed = false;
    function.compilation.heap.spend(targets.size() / Charges.SCANS_PER_GAS);
    for (Expression target : targets) {
      if (target.kind != Kind.INDEXED) {
        continue;
      }
      if ((target.isTableUpvalue ? isUpvalue : isLocal) && target.table == variable.info) {
        isUsed = true;
        target.isTableUpvalue = false;
        target.table = copy;
      }
      if (isLocal && target.key == variable.info) {
        isUsed = true;
        target.key = copy;
      }
    }
    if (isUsed) {
      int opcode = isLocal ? Opcode.MOVE : Opcode.GETUPVAL;
      function.emit(opcode, copy, variable.info, 0);
      function.registers.reserve(1);
    }
  }

  void parseLocal() throws CompileError {
    FunctionState function = parser.function();
    int variableCount = 0;
    do {
      function.declare(parser.expectName());
      variableCount++;
    } while (parser.accept(Token.COMMA));
    Expression last = new Expression();
    int valueCount = parser.accept(Token.ASSIGN) ? parser.expressions.parseList(last) : 0;
    adjust(function, variableCount, valueCount, last);
    function.activate(variableCount);
  }

  /** Makes as many values as there are variables for them. */
  static void adjust(FunctionState function, int variableCount, int valueCount, Expression last)
      throws CompileError {
    int missing = variableCount - valueCount;
    Registers registers = function.registers;
    if (last.isMultiple()) {
      int wanted = Math.max(missing + 1, 0);
      function.expressions.setValueCount(last, wanted);
      if (wanted > 1) {
        registers.reserve(wanted - 1);
      }
    } else {
      if (last.kind != Kind.VOID) {
        function.expressions.toNextRegister(last);
      }
      if (missing > 0) {
        int first = registers.firstFree();
        registers.reserve(missing);
        function.expressions.loadNil(first, missing);
      }
    }
    if (valueCount > variableCount) {
      registers.setFirstFree(registers.firstFree() - (valueCount - variableCount));
    }
  }
}
