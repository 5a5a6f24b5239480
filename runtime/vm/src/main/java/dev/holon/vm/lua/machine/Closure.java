package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.Identity;
import org.luaj.vm2.LuaFunction;

/** A Lua function with the variables it captured. */
public final class Closure extends LuaFunction implements Identity {
  final Executable code;
  final Upvalue[] upvalues;
  final int serial;

  Closure(Heap heap, Executable code) {
    heap.allocate(Heap.CLOSURE_BYTES + 8L * code.upvalueCount);
    this.code = code;
    this.upvalues = new Upvalue[code.upvalueCount];
    this.serial = heap.nextSerial();
  }

  /** From a checkpoint; charges nothing. */
  Closure(Executable code, int serial) {
    this.code = code;
    this.upvalues = new Upvalue[code.upvalueCount];
    this.serial = serial;
  }

  /** The chunk the function is part of. */
  public CodeUnit unit() {
    CodeUnit unit = code.unit;
    if (unit == null) {
      throw new IllegalStateException("a function without source");
    }
    return unit;
  }

  /** For what a host loads, a module's or program's own code: see {@link CodeUnit#setProgram}. */
  public Closure asProgram() {
    unit().setProgram();
    return this;
  }

  @Override
  public int serial() {
    return serial;
  }
}
