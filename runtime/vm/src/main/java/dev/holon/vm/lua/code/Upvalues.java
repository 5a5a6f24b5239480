package dev.holon.vm.lua.code;

import dev.holon.vm.lua.value.Heap;
import java.util.ArrayList;
import java.util.List;

/** The variables of enclosing functions that one function uses. */
final class Upvalues {
  static final int COUNT_MAX = 255;

  private final Heap heap;
  private final List<Symbol> names = new ArrayList<>();
  private final List<Prototype.UpvalueDescription> descriptions = new ArrayList<>();

  Upvalues(Heap heap) {
    this.heap = heap;
  }

  int count() {
    return names.size();
  }

  /** The index of an upvalue, or -1. */
  int find(Symbol name) {
    heap.spend(names.size() / Charges.SCANS_PER_GAS);
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i) == name) {
        return i;
      }
    }
    return -1;
  }

  int add(Symbol name, boolean isInStack, int index) {
    heap.allocate(Charges.UPVALUE_BYTES);
    names.add(name);
    descriptions.add(new Prototype.UpvalueDescription(name.text(), isInStack, index));
    return names.size() - 1;
  }

  Prototype.UpvalueDescription[] toArray() {
    return descriptions.toArray(new Prototype.UpvalueDescription[0]);
  }
}
