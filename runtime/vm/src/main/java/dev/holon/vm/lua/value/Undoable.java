package dev.holon.vm.lua.value;

/**
 * An object outside of tables, such as a coroutine or a generator of random numbers, whose state is
 * saved once per epoch by {@link Heap#save} and given back when the evaluation fails.
 */
public interface Undoable {
  /** Takes back the state it had when it was saved. */
  void undo(Object saved);
}
