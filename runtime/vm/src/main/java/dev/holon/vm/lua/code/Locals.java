package dev.holon.vm.lua.code;

import dev.holon.vm.lua.value.Heap;
import java.util.Arrays;

/**
 * The local variables of one function: those in scope, in registers from 0, and the record of all.
 */
final class Locals {
  static final int ACTIVE_MAX = 200;
  private static final int DECLARED_MAX = Short.MAX_VALUE;

  private final Heap heap;

  /** Of each register, the variable declared for it, as an index into those below. */
  private int[] declared = new int[16];

  private int declaredCount;
  private int activeCount;

  private Symbol[] names = new Symbol[8];
  private int[] startPcs = new int[8];
  private int[] endPcs = new int[8];
  private int count;

  Locals(Heap heap) {
    this.heap = heap;
  }

  /** Variables in scope; also the first register above them. */
  int activeCount() {
    return activeCount;
  }

  /** Variables in scope and those declared that are not in scope yet. */
  int declaredCount() {
    return declaredCount;
  }

  void record(Symbol name) throws CompileError {
    if (count == DECLARED_MAX) {
      throw new CompileError("too many local variables (limit is " + DECLARED_MAX + ")");
    }
    heap.allocate(Charges.LOCAL_BYTES);
    if (count == names.length) {
      names = Arrays.copyOf(names, 2 * count);
      startPcs = Arrays.copyOf(startPcs, 2 * count);
      endPcs = Arrays.copyOf(endPcs, 2 * count);
    }
    names[count++] = name;
  }

  /** Declares the variable recorded last; it comes into scope later. */
  void declareRecorded() {
    if (declaredCount == declared.length) {
      declared = Arrays.copyOf(declared, 2 * declaredCount);
    }
    declared[declaredCount++] = count - 1;
  }

  /** Brings the next declared variables into scope. */
  void activate(int number, int pc) {
    for (int i = 0; i < number; i++) {
      startPcs[declared[activeCount++]] = pc;
    }
  }

  /** Ends the scope of the variables from a register on. */
  void deactivateFrom(int register, int pc) {
    declaredCount -= activeCount - register;
    while (activeCount > register) {
      endPcs[declared[--activeCount]] = pc;
    }
  }

  /** The register of a variable in scope, the innermost of that name, or -1. */
  int find(Symbol name) {
    heap.spend(activeCount / Charges.SCANS_PER_GAS);
    int register = activeCount - 1;
    while (register >= 0 && nameOf(register) != name) {
      register--;
    }
    return register;
  }

  Symbol nameOf(int register) {
    return names[declared[register]];
  }

  void setStart(int register, int pc) {
    startPcs[declared[register]] = pc;
  }

  Prototype.LocalVariable[] toArray() {
    Prototype.LocalVariable[] variables = new Prototype.LocalVariable[count];
    for (int i = 0; i < count; i++) {
      variables[i] = new Prototype.LocalVariable(names[i].text(), startPcs[i], endPcs[i]);
    }
    return variables;
  }
}
