package dev.holon.vm.lua.code;

/** The registers of a function: local variables at the bottom, temporary values above. */
final class Registers {
  private static final int COUNT_MAX = 254;

  private final Locals locals;
  private final Lexer lexer;
  private int free;
  private int needed = 2;

  Registers(Locals locals, Lexer lexer) {
    this.locals = locals;
    this.lexer = lexer;
  }

  /** The first register without a value. */
  int firstFree() {
    return free;
  }

  void setFirstFree(int register) {
    free = register;
  }

  /** Registers the function needs. */
  int needed() {
    return needed;
  }

  /** Sees to it that there will be room for more values. */
  void ensure(int count) throws CompileError {
    int top = free + count;
    if (top > needed) {
      if (top > COUNT_MAX) {
        throw lexer.errorHere("function or expression needs too many registers");
      }
      needed = top;
    }
  }

  void reserve(int count) throws CompileError {
    ensure(count);
    free += count;
  }

  /** Takes back a temporary register; constants and local variables stay as they are. */
  void release(int operand) {
    if (!Instruction.isConstant(operand) && operand >= locals.activeCount()) {
      free--;
    }
  }

  void release(Expression expression) {
    if (expression.kind == Expression.Kind.REGISTER) {
      release(expression.info);
    }
  }
}
