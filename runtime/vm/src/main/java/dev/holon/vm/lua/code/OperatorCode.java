package dev.holon.vm.lua.code;

import dev.holon.vm.lua.code.Expression.Kind;

/** Makes the code of operators. */
final class OperatorCode {
  private final FunctionState function;
  private final CodeBuffer code;

  OperatorCode(FunctionState function) {
    this.function = function;
    this.code = function.code;
  }

  /** Applies one of {@code - ~ # not} to an operand. */
  void unary(Token operator, Expression operand, int line) throws CompileError {
    switch (operator) {
      case NOT -> function.conditions.not(operand);
      case MINUS -> {
        if (!ConstantFolding.negate(operand)) {
          compute(Opcode.UNM, operand, line);
        }
      }
      case TILDE -> {
        if (!ConstantFolding.complement(operand)) {
          compute(Opcode.BNOT, operand, line);
        }
      }
      default -> compute(Opcode.LEN, operand, line);
    }
  }

  private void compute(int opcode, Expression operand, int line) throws CompileError {
    int register = function.expressions.toAnyRegister(operand);
    function.registers.release(operand);
    operand.set(Kind.RELOCATABLE, function.emit(opcode, 0, register, 0));
    code.setLastLine(line);
  }

  /** Treats the left operand when the operator was read and the right one is yet to come. */
  void afterLeft(BinaryOperator operator, Expression left) throws CompileError {
    switch (operator) {
      case AND -> function.conditions.goOnIfTrue(left);
      case OR -> function.conditions.goOnIfFalse(left);
      case CONCAT -> function.expressions.toNextRegister(left);
      default -> {
        if (!operator.isArithmetic() || !left.isNumeral()) {
          function.expressions.toOperand(left);
        }
      }
    }
  }

  /** Combines both operands; the result is in the left one. */
  void afterRight(BinaryOperator operator, Expression left, Expression right, int line)
      throws CompileError {
    switch (operator) {
      case AND -> {
        function.expressions.evaluate(right);
        right.falseJumps = function.jumps.joined(right.falseJumps, left.falseJumps);
        left.become(right);
      }
      case OR -> {
        function.expressions.evaluate(right);
        right.trueJumps = function.jumps.joined(right.trueJumps, left.trueJumps);
        left.become(right);
      }
      case CONCAT -> concatenate(left, right, line);
      case EQ, LT, LE -> compare(operator.opcode, 1, left, right);
      case NE -> compare(operator.opcode, 0, left, right);
      case GT, GE -> compareSwapped(operator.opcode, left, right);
      default -> {
        if (!ConstantFolding.combine(operator, left, right)) {
          compute(operator.opcode, left, right, line);
        }
      }
    }
  }

  private void compute(int opcode, Expression left, Expression right, int line)
      throws CompileError {
    int rightOperand = function.expressions.toOperand(right);
    int leftOperand = function.expressions.toOperand(left);
    release(left, right);
    left.set(Kind.RELOCATABLE, function.emit(opcode, 0, leftOperand, rightOperand));
    code.setLastLine(line);
  }

  /** Lets a concatenation on the right take in the operand on its left. */
  private void concatenate(Expression left, Expression right, int line) throws CompileError {
    function.expressions.toValue(right);
    if (right.kind == Kind.RELOCATABLE
        && Instruction.opcode(code.get(right.info)) == Opcode.CONCAT) {
      function.registers.release(left);
      code.set(right.info, Instruction.withB(code.get(right.info), left.info));
      left.set(Kind.RELOCATABLE, right.info);
    } else {
      function.expressions.toNextRegister(right);
      compute(Opcode.CONCAT, left, right, line);
    }
  }

  private void compare(int opcode, int truth, Expression left, Expression right)
      throws CompileError {
    int leftOperand = operandOf(left);
    int rightOperand = function.expressions.toOperand(right);
    release(left, right);
    left.set(Kind.JUMP, function.conditions.testAndJump(opcode, truth, leftOperand, rightOperand));
  }

  private void compareSwapped(int opcode, Expression left, Expression right) throws CompileError {
    int leftOperand = operandOf(left);
    int rightOperand = function.expressions.toOperand(right);
    release(left, right);
    left.set(Kind.JUMP, function.conditions.testAndJump(opcode, 1, rightOperand, leftOperand));
  }

  private static int operandOf(Expression left) {
    return left.kind == Kind.CONSTANT ? Instruction.constantOperand(left.info) : left.info;
  }

  private void release(Expression left, Expression right) {
    function.registers.release(left);
    function.registers.release(right);
  }
}
