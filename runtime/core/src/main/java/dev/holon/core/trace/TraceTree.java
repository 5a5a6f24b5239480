package dev.holon.core.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A slot and what it caused.
 *
 * @param branches what it pushed, by index
 * @param nextIndex index of the first push that is not shown; null when all are
 */
public record TraceTree(TracedSlot slot, List<Branch> branches, @Nullable Integer nextIndex) {
  public TraceTree {
    branches = List.copyOf(branches);
  }

  /**
   * A push and the slots it led to: one, or for a spawn also that of the notice to the parent.
   *
   * @param children in the order in which they came to be
   */
  public record Branch(TracedPush push, List<Child> children) {
    public Branch {
      children = List.copyOf(children);
    }
  }

  /** A slot that a push led to. */
  public sealed interface Child {
    Place place();

    /** It is shown here. */
    record Shown(TraceTree tree) implements Child {
      @Override
      public Place place() {
        return tree.slot().place();
      }
    }

    /** It is not shown here: ask for it by its place. */
    record Truncated(Place place, Reason reason) implements Child {}
  }

  /** Why a child is not shown. */
  public enum Reason {
    /** It is deeper than asked for. */
    DEPTH,
    /** The trace has as many slots as it may. */
    NODES,
    /** It is shown elsewhere in this trace. */
    SEEN,
    /** Its log is not on this node. */
    ELSEWHERE
  }
}
