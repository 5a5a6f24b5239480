package dev.holon.vm.lua.code;

import org.jspecify.annotations.Nullable;

/** A block of a function: the scope of its local variables and labels. */
final class Block {
  final @Nullable Block outer;
  final boolean isLoop;

  /** Local variables in scope outside of it. */
  final int outerLocalCount;

  /** The first label and the first unresolved goto that may be its own. */
  final int firstLabel;

  final int firstGoto;

  /** Whether an inner function uses one of its local variables. */
  boolean hasUpvalue;

  Block(@Nullable Block outer, boolean isLoop, int outerLocalCount, Labels labels) {
    this.outer = outer;
    this.isLoop = isLoop;
    this.outerLocalCount = outerLocalCount;
    this.firstLabel = labels.labelCount();
    this.firstGoto = labels.gotoCount();
  }
}
