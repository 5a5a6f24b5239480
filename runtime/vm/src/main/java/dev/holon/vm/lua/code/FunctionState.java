package dev.holon.vm.lua.code;

import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A function being compiled: its code so far and the blocks it is in. */
final class FunctionState {
  private static final int CHILD_MAX = Instruction.BX_MAX;

  final @Nullable FunctionState parent;
  final Compilation compilation;
  final CodeBuffer code;
  final JumpLists jumps;
  final ConstantPool constants;
  final Locals locals;
  final Upvalues upvalues;
  final Registers registers;
  final ExpressionCode expressions;
  final ConditionCode conditions;
  final OperatorCode operators;

  private final Lexer lexer;
  private final int index;
  private final int lineDefined;
  private final List<Prototype> children = new ArrayList<>();
  private @Nullable Block block;
  private int parameterCount;
  private boolean isVariadic;

  /**
   * @param lineDefined 0 for a main chunk
   */
  FunctionState(@Nullable FunctionState parent, Compilation compilation, int lineDefined) {
    Heap heap = compilation.heap;
    heap.allocate(Charges.PROTOTYPE_BYTES);
    this.parent = parent;
    this.compilation = compilation;
    this.lexer = compilation.lexer;
    this.index = compilation.nextFunctionIndex();
    this.lineDefined = lineDefined;
    this.code = new CodeBuffer(heap);
    this.jumps = new JumpLists(code, lexer, heap);
    this.constants = new ConstantPool(heap);
    this.locals = new Locals(heap);
    this.upvalues = new Upvalues(heap);
    this.registers = new Registers(locals, lexer);
    this.expressions = new ExpressionCode(this);
    this.conditions = new ConditionCode(this);
    this.operators = new OperatorCode(this);
    enterBlock(false);
  }

  boolean isVariadic() {
    return isVariadic;
  }

  void setParameters(int count, boolean variadic) {
    parameterCount = count;
    isVariadic = variadic;
  }

  /** Refuses one more child than an instruction can name. */
  void requireRoomForChild() throws CompileError {
    if (children.size() == CHILD_MAX) {
      throw new CompileError("too many functions (limit is " + CHILD_MAX + ")");
    }
  }

  int childCount() {
    return children.size();
  }

  void addChild(Prototype child) {
    children.add(child);
  }

  // Instructions.

  int emit(int instruction) throws CompileError {
    jumps.settle();
    return code.append(instruction, lexer.lastLine());
  }

  int emit(int opcode, int a, int b, int c) throws CompileError {
    return emit(Instruction.abc(opcode, a, b, c));
  }

  void emitExtra(int ax) throws CompileError {
    emit(Instruction.ax(Opcode.EXTRAARG, ax));
  }

  /** A jump without target; the pending jumps go with it. */
  int jump() throws CompileError {
    int held = jumps.takePending();
    return jumps.joined(emit(Instruction.asbx(Opcode.JMP, 0, JumpLists.NONE)), held);
  }

  void jumpTo(int target) throws CompileError {
    jumps.land(jump(), target);
  }

  void emitReturn(int first, int count) throws CompileError {
    emit(Opcode.RETURN, first, count + 1, 0);
  }

  // Local variables and blocks.

  void declare(Symbol name) throws CompileError {
    locals.record(name);
    requireAtMost(Locals.ACTIVE_MAX, locals.declaredCount() + 1, "local variables");
    locals.declareRecorded();
  }

  void activate(int count) {
    locals.activate(count, code.size());
  }

  Block block() {
    return Objects.requireNonNull(block);
  }

  Block enterBlock(boolean isLoop) {
    Block entered = new Block(block, isLoop, locals.activeCount(), compilation.labels);
    block = entered;
    return entered;
  }

  void leaveBlock() throws CompileError {
    Block left = block();
    Labels labels = compilation.labels;
    if (left.outer != null && left.hasUpvalue) {
      int closing = jump();
      jumps.closeFrom(closing, left.outerLocalCount);
      jumps.landHere(closing);
    }
    if (left.isLoop) {
      labels.addBreakLabel(this);
    }
    block = left.outer;
    locals.deactivateFrom(left.outerLocalCount, code.size());
    registers.setFirstFree(locals.activeCount());
    labels.dropLabels(left);
    if (left.outer != null) {
      labels.moveGotosOut(this, left);
    } else {
      labels.requireResolved(left);
    }
  }

  /** Notes that an inner function uses the local variable in a register. */
  private void markUpvalue(int register) {
    Block owner = block();
    while (owner.outerLocalCount > register) {
      owner = Objects.requireNonNull(owner.outer);
    }
    owner.hasUpvalue = true;
  }

  // Names.

  /** Finds what a name stands for here: a local variable, an upvalue, or void for a global. */
  void resolve(Symbol name, Expression result) throws CompileError {
    int register = locals.find(name);
    if (register >= 0) {
      result.become(Expression.Kind.LOCAL, register);
    } else {
      resolveUpvalue(name, result);
    }
  }

  /** Goes outwards to the function that knows the name, then back in, one upvalue for each. */
  private void resolveUpvalue(Symbol name, Expression result) throws CompileError {
    int known = upvalues.find(name);
    if (known < 0) {
      if (parent == null) {
        result.become(Expression.Kind.VOID, 0);
        return;
      }
      parent.resolve(name, result);
      if (result.kind == Expression.Kind.VOID) {
        return;
      }
      boolean isInStack = result.kind == Expression.Kind.LOCAL;
      if (isInStack) {
        parent.markUpvalue(result.info);
      }
      known = addUpvalue(name, isInStack, result.info);
    }
    result.become(Expression.Kind.UPVALUE, known);
  }

  int addUpvalue(Symbol name, boolean isInStack, int source) throws CompileError {
    requireAtMost(Upvalues.COUNT_MAX, upvalues.count() + 1, "upvalues");
    return upvalues.add(name, isInStack, source);
  }

  void requireAtMost(int limit, int count, String what) throws CompileError {
    if (count > limit) {
      String where = lineDefined == 0 ? "main function" : "function at line " + lineDefined;
      throw lexer.errorHere("too many " + what + " (limit is " + limit + ") in " + where);
    }
  }

  /** Ends the function with a return. */
  Prototype close(ByteString source, int lastLineDefined) throws CompileError {
    emitReturn(0, 0);
    leaveBlock();
    return new Prototype(
        source,
        index,
        lineDefined,
        lastLineDefined,
        parameterCount,
        isVariadic,
        registers.needed(),
        code.code(),
        constants.toArray(),
        children.toArray(new Prototype[0]),
        upvalues.toArray(),
        code.lines(),
        locals.toArray());
  }
}
