package dev.holon.vm.lua.machine;

/**
 * Native functions that the interpreter itself carries out, so that coroutines can yield in them.
 */
enum Control {
  /** An ordinary function with a body. */
  NONE,
  PROTECTED_CALL,
  HANDLED_CALL,
  RESUME,
  WRAPPED_RESUME,
  YIELD
}
