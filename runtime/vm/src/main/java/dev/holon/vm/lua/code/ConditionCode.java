package dev.holon.vm.lua.code;

import dev.holon.vm.lua.code.Expression.Kind;

/** Makes the code of conditions: jumps where a truth is wanted and not a value. */
final class ConditionCode {
  private final FunctionState function;
  private final CodeBuffer code;
  private final JumpLists jumps;

  ConditionCode(FunctionState function) {
    this.function = function;
    this.code = function.code;
    this.jumps = function.jumps;
  }

  /** A test and the jump that it decides about. */
  int testAndJump(int opcode, int a, int b, int c) throws CompileError {
    function.emit(opcode, a, b, c);
    return function.jump();
  }

  /** Goes on when the condition holds; the false jumps leave otherwise. */
  void goOnIfTrue(Expression condition) throws CompileError {
    function.expressions.evaluate(condition);
    int jump =
        switch (condition.kind) {
          case JUMP -> {
            negate(condition);
            yield condition.info;
          }
          case CONSTANT, INTEGER, FLOAT, TRUE -> JumpLists.NONE;
          default -> jumpIf(condition, false);
        };
    condition.falseJumps = jumps.joined(condition.falseJumps, jump);
    jumps.landHere(condition.trueJumps);
    condition.trueJumps = JumpLists.NONE;
  }

  /** Goes on when the condition does not hold; the true jumps leave otherwise. */
  void goOnIfFalse(Expression condition) throws CompileError {
    function.expressions.evaluate(condition);
    int jump =
        switch (condition.kind) {
          case JUMP -> condition.info;
          case NIL, FALSE -> JumpLists.NONE;
          default -> jumpIf(condition, true);
        };
    condition.trueJumps = jumps.joined(condition.trueJumps, jump);
    jumps.landHere(condition.falseJumps);
    condition.falseJumps = JumpLists.NONE;
  }

  /** Turns a value into its logical opposite. */
  void not(Expression value) throws CompileError {
    function.expressions.evaluate(value);
    switch (value.kind) {
      case NIL, FALSE -> value.kind = Kind.TRUE;
      case CONSTANT, INTEGER, FLOAT, TRUE -> value.kind = Kind.FALSE;
      case JUMP -> negate(value);
      default -> {
        function.expressions.loadAnywhere(value);
        function.registers.release(value);
        value.set(Kind.RELOCATABLE, function.emit(Opcode.NOT, 0, value.info, 0));
      }
    }
    int falseJumps = value.falseJumps;
    value.falseJumps = value.trueJumps;
    value.trueJumps = falseJumps;
    jumps.dropValues(value.falseJumps);
    jumps.dropValues(value.trueJumps);
  }

  /** Turns round the comparison before a jump. */
  private void negate(Expression comparison) {
    int pc = jumps.control(comparison.info);
    int test = code.get(pc);
    code.set(pc, Instruction.withA(test, Instruction.a(test) == 0 ? 1 : 0));
  }

  private int jumpIf(Expression condition, boolean truth) throws CompileError {
    if (condition.kind == Kind.RELOCATABLE) {
      int instruction = code.get(condition.info);
      if (Instruction.opcode(instruction) == Opcode.NOT) {
        code.removeLast();
        return testAndJump(Opcode.TEST, Instruction.b(instruction), 0, truth ? 0 : 1);
      }
    }
    function.expressions.loadAnywhere(condition);
    function.registers.release(condition);
    return testAndJump(Opcode.TESTSET, JumpLists.NO_REGISTER, condition.info, truth ? 1 : 0);
  }
}
