package dev.holon.vm.lua.machine;

import org.jspecify.annotations.Nullable;

/**
 * A Lua function as Java bytecode: does for one frame what the interpreter's loop does. Whenever
 * control leaves {@link #run}, all of the function's state is in the frame, so either tier can go
 * on with it.
 */
abstract class CompiledCode {
  /** What {@link #leaf} may answer: nothing was done, for the call needs a frame. */
  static final int LEAF_NOT_BEGUN = 0;

  /** The call is done. */
  static final int LEAF_DONE = 1;

  /** Something was not as assumed; nothing was done. */
  static final int LEAF_GIVEN_UP = -1;

  /** Whether {@link #leaf} is worth a try. */
  boolean isLeaf;

  /** Of the class file it was made from. */
  int classBytes;

  /**
   * Runs a frame from its pc on. Returns the frame to go on with, or null, with nothing done, when
   * the frame is at a place or in a state that this code does not begin at.
   */
  abstract @Nullable Frame run(LuaState state, Frame frame);

  /**
   * A whole call of a function that only reads and computes, without a frame: arguments are taken
   * from the caller's registers above the function's, the result goes where the function is.
   */
  int leaf(LuaState state, Frame caller, Upvalue[] upvalues, int register, int count, int wanted) {
    return LEAF_NOT_BEGUN;
  }
}
