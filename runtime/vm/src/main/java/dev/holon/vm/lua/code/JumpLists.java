package dev.holon.vm.lua.code;

import dev.holon.vm.lua.value.Heap;

/**
 * Jumps whose targets are not known yet, in lists that run through the jumps' own distances. A list
 * is named by its first jump. Every step along a list costs gas, for lists may grow long and be
 * walked often.
 */
final class JumpLists {
  /** The empty list; as a distance it marks the end, for no jump leads to itself. */
  static final int NONE = -1;

  /** Stands for no register in a test that may yet keep its value. */
  static final int NO_REGISTER = Instruction.A_MAX;

  /** Steps along a list that are not worth remembering. */
  private static final int SHORT_WALK = 8;

  private final CodeBuffer code;
  private final Lexer lexer;
  private final Heap heap;

  /** Jumps to the instruction that comes next. */
  private int pending = NONE;

  private int lastTarget;

  /** The list that was walked far last, and its last jump then; lists only grow at their ends. */
  private int longList = NONE;

  private int longListLast = NONE;

  JumpLists(CodeBuffer code, Lexer lexer, Heap heap) {
    this.code = code;
    this.lexer = lexer;
    this.heap = heap;
  }

  private int next(int jump) {
    heap.spend(1);
    int distance = Instruction.sbx(code.get(jump));
    return distance == NONE ? NONE : jump + 1 + distance;
  }

  private void aim(int jump, int target) throws CompileError {
    int distance = target - (jump + 1);
    if (Math.abs(distance) > Instruction.SBX_MAX) {
      throw lexer.errorHere("control structure too long");
    }
    code.set(jump, Instruction.withSbx(code.get(jump), distance));
  }

  /** The list of both lists' jumps. */
  int joined(int first, int second) throws CompileError {
    if (second == NONE) {
      return first;
    }
    if (first == NONE) {
      return second;
    }
    aim(lastOf(first), second);
    return first;
  }

  /** Walks on from where the walk along this list ended before, if that was the last long one. */
  private int lastOf(int list) {
    int last = list == longList ? longListLast : list;
    int steps = 0;
    for (int jump = next(last); jump != NONE; jump = next(last)) {
      last = jump;
      steps++;
    }
    if (steps > SHORT_WALK) {
      longList = list;
      longListLast = last;
    }
    return last;
  }

  /** Marks the next instruction as a jump's target, which keeps others from merging across it. */
  int mark() {
    lastTarget = code.size();
    return lastTarget;
  }

  /** Whether a jump leads to the next instruction. */
  boolean isMarked() {
    return code.size() <= lastTarget;
  }

  /** Aims a list at the next instruction. */
  void landHere(int list) throws CompileError {
    mark();
    pending = joined(pending, list);
  }

  void land(int list, int target) throws CompileError {
    if (target == code.size()) {
      landHere(list);
    } else {
      land(list, target, NO_REGISTER, target);
    }
  }

  /**
   * Aims the jumps that bring a value, which goes to a register, at one target and the others at
   * another.
   */
  void land(int list, int valueTarget, int register, int otherTarget) throws CompileError {
    int jump = list;
    while (jump != NONE) {
      int next = next(jump);
      aim(jump, setValueRegister(jump, register) ? valueTarget : otherTarget);
      jump = next;
    }
  }

  /** Gives up the pending jumps, to be kept with a jump made now. */
  int takePending() {
    int list = pending;
    pending = NONE;
    return list;
  }

  /** Lets the pending jumps lead to the instruction about to be made. */
  void settle() throws CompileError {
    if (pending != NONE) {
      land(takePending(), code.size(), NO_REGISTER, code.size());
    }
  }

  /** Whether some jump of the list brings no value. */
  boolean needValue(int list) {
    for (int jump = list; jump != NONE; jump = next(jump)) {
      if (Instruction.opcode(code.get(control(jump))) != Opcode.TESTSET) {
        return true;
      }
    }
    return false;
  }

  void dropValues(int list) {
    for (int jump = list; jump != NONE; jump = next(jump)) {
      setValueRegister(jump, NO_REGISTER);
    }
  }

  /** Makes the jumps close the upvalues from a register up. */
  void closeFrom(int list, int register) {
    for (int jump = list; jump != NONE; jump = next(jump)) {
      code.set(jump, Instruction.withA(code.get(jump), register + 1));
    }
  }

  /** The instruction that decides about a jump: the test before it or the jump itself. */
  int control(int jump) {
    return jump >= 1 && Instruction.isTest(code.get(jump - 1)) ? jump - 1 : jump;
  }

  /** Where the test of a jump keeps its value; a test without use for it becomes a plain one. */
  private boolean setValueRegister(int jump, int register) {
    int pc = control(jump);
    int test = code.get(pc);
    if (Instruction.opcode(test) != Opcode.TESTSET) {
      return false;
    }
    int tested = Instruction.b(test);
    code.set(
        pc,
        register != NO_REGISTER && register != tested
            ? Instruction.withA(test, register)
            : Instruction.abc(Opcode.TEST, tested, 0, Instruction.c(test)));
    return true;
  }
}
