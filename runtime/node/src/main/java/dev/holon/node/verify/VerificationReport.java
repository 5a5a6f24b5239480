package dev.holon.node.verify;

import dev.holon.core.verify.LogFault;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a verification.
 *
 * @param source where the log is from
 * @param scheduler the wallet that the process named and all assignments are of
 * @param slots how many slots are as they should be
 * @param fault the first thing that is wrong with the log; null when nothing is
 * @param replay what came of evaluating it again
 * @param comparisons the nodes whose results were compared
 */
record VerificationReport(
    ProcessId process,
    String source,
    String scheduler,
    long slots,
    @Nullable LogFault fault,
    Replayed replay,
    List<Comparison> comparisons,
    long millis) {
  VerificationReport {
    comparisons = List.copyOf(comparisons);
  }

  /**
   * The evaluation.
   *
   * @param slots how many slots were evaluated
   * @param resultHash of the last of them; null when there is none
   * @param obstacle why not all of the right ones were; null when they were
   */
  record Replayed(long slots, @Nullable Id resultHash, @Nullable String obstacle) {}

  /**
   * A node's results against those of the evaluation here.
   *
   * @param comparedSlot the newest slot that was compared; -1 when none was
   * @param difference the first slot that differs; null when none does
   * @param obstacle why the node could not be compared to the end; null when it could
   */
  record Comparison(
      String node, long comparedSlot, @Nullable LogFault difference, @Nullable String obstacle) {}

  /** Whether nothing that was looked at is wrong. */
  boolean isRight() {
    return fault == null && comparisons.stream().allMatch(node -> node.difference() == null);
  }

  /** Whether everything was looked at. */
  boolean isComplete() {
    return replay.obstacle() == null
        && comparisons.stream().allMatch(node -> node.obstacle() == null);
  }
}
