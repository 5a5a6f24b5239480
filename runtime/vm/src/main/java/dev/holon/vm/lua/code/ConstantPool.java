package dev.holon.vm.lua.code;

import dev.holon.vm.lua.value.Heap;
import java.util.Arrays;
import org.luaj.vm2.LuaValue;

/** The constants of one function. */
final class ConstantPool {
  private final Heap heap;
  private ConstantSlot[] slots = new ConstantSlot[8];
  private int count;

  ConstantPool(Heap heap) {
    this.heap = heap;
  }

  /** The index of a constant, added unless the slot's last index is still its place here. */
  int indexOf(ConstantSlot slot) throws CompileError {
    if (slot.index >= 0 && slot.index < count && slots[slot.index] == slot) {
      return slot.index;
    }
    if (count == Instruction.AX_MAX) {
      throw new CompileError("too many constants (limit is " + Instruction.AX_MAX + ")");
    }
    heap.allocate(Charges.CONSTANT_BYTES);
    if (count == slots.length) {
      slots = Arrays.copyOf(slots, 2 * count);
    }
    slots[count] = slot;
    slot.index = count;
    return count++;
  }

  LuaValue[] toArray() {
    LuaValue[] values = new LuaValue[count];
    for (int i = 0; i < count; i++) {
      values[i] = slots[i].value;
    }
    return values;
  }
}
