package dev.holon.vm.lua.machine;

import org.jspecify.annotations.Nullable;

/**
 * A Lua function as Java bytecode: does for one frame what the interpreter's loop does. Whenever
 * control leaves {@link #run}, all of the function's state is in the frame, so either tier can go
 * on with it.
 */
abstract class CompiledCode {
  /** Of the class file it was made from. */
  int classBytes;

  /**
   * Runs a frame from its pc on. Returns the frame to go on with, or null, with nothing done, when
   * the frame is at a place or in a state that this code does not begin at.
   */
  abstract @Nullable Frame run(LuaState state, Frame frame);
}
