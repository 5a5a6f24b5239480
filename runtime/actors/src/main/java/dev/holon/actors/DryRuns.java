package dev.holon.actors;

import dev.holon.actors.ProcessCompute.DryRun;
import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.compute.DryRunReply;
import dev.holon.protocol.ProcessId;
import java.util.ArrayDeque;
import java.util.Deque;

/** Dry runs of one process that wait for their turn; bounded, and each is answered once. */
final class DryRuns {
  private static final int COUNT_MAX = 100;

  private final ProcessId process;
  private final Deque<DryRun> waiting = new ArrayDeque<>();

  DryRuns(ProcessId process) {
    this.process = process;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Keeps one more, or answers at once that there is no room. */
  void add(DryRun run) {
    if (waiting.size() >= COUNT_MAX) {
      String message = COUNT_MAX + " dry runs of " + process + " wait already";
      Refusal busy = new Refusal(RefusalCode.TOO_BUSY_TO_EVALUATE, message);
      run.replyTo().tell(new DryRunReply.Rejected(busy));
    } else {
      waiting.add(run);
    }
  }

  DryRun remove() {
    return waiting.remove();
  }

  /** Answers all. */
  void refuseAll(Refusal why) {
    waiting.forEach(run -> run.replyTo().tell(new DryRunReply.Rejected(why)));
    waiting.clear();
  }
}
