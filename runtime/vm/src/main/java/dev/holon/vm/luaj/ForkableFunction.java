package dev.holon.vm.luaj;

import org.luaj.vm2.lib.VarArgFunction;

/** A library function with state of its own, such as an iterator. */
abstract class ForkableFunction extends VarArgFunction {

  /** This function as another process has it, with each value replaced by that process's. */
  abstract ForkableFunction copy(GraphCopy graph);
}
