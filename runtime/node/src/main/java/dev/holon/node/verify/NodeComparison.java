package dev.holon.node.verify;

import dev.holon.core.verify.LogFault;
import dev.holon.core.verify.LogFault.Kind;
import dev.holon.node.client.ClientFailure;
import dev.holon.node.client.NodeHttp;
import dev.holon.node.log.LogSource;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Verifier;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Compares a node's results with ours. Each hash binds all results before it, so one question a
 * page is enough; where a page ends differently the first slot is found by halving.
 */
final class NodeComparison {
  private final NodeHttp node;
  private final ProcessId process;
  private final Verifier verifier;
  private long newest = -1;
  private long compared = -1;
  private @Nullable LogFault difference;
  private @Nullable String obstacle;

  NodeComparison(NodeHttp node, ProcessId process, Verifier verifier) {
    this.node = node;
    this.process = process;
    this.verifier = verifier;
    try {
      newest = Commitment.ask(node, process, OptionalLong.empty(), verifier).slot();
    } catch (ClientFailure | LogSource.UnreadableException e) {
      obstacle = e.getMessage();
    }
  }

  /**
   * Compares as much of a page as the node has evaluated.
   *
   * @param firstSlot the slot of the first hash
   */
  void compare(long firstSlot, Id[] hashes) {
    if (difference != null || obstacle != null) {
      return;
    }
    int count = (int) Math.min(hashes.length, newest - firstSlot + 1);
    if (count <= 0) {
      return;
    }
    try {
      if (isSame(firstSlot, hashes, count - 1)) {
        compared = firstSlot + count - 1;
      } else {
        int first = firstDifferent(firstSlot, hashes, count);
        compared = firstSlot + first;
        difference =
            new LogFault(
                compared,
                Kind.RESULT,
                "the results of " + node.base() + " are not those that follow from the log");
      }
    } catch (ClientFailure | LogSource.UnreadableException e) {
      obstacle = e.getMessage();
    }
  }

  private int firstDifferent(long firstSlot, Id[] hashes, int count)
      throws ClientFailure, LogSource.UnreadableException {
    int low = 0;
    int high = count - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (isSame(firstSlot, hashes, middle)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean isSame(long firstSlot, Id[] hashes, int index)
      throws ClientFailure, LogSource.UnreadableException {
    OptionalLong slot = OptionalLong.of(firstSlot + index);
    return Commitment.ask(node, process, slot, verifier).resultHash().equals(hashes[index]);
  }

  VerificationReport.Comparison report() {
    return new VerificationReport.Comparison(
        node.base().toString(), compared, difference, obstacle);
  }
}
