package dev.holon.vm.lua.code;

import org.luaj.vm2.LuaValue;

/**
 * A constant of a compilation and the index it was last given in any function. The C implementation
 * remembers no more than that either, so a function may list a constant twice when an inner
 * function uses it in between.
 */
final class ConstantSlot {
  final LuaValue value;
  int index = -1;

  ConstantSlot(LuaValue value) {
    this.value = value;
  }
}
