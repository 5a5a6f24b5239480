package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.LuaState;

/** A standard library: puts its functions among a process's globals. */
public interface Library {
  void open(LuaState state);
}
