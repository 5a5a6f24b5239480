package dev.holon.actors;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.compute.TicksReply;
import dev.holon.protocol.ProcessId;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Those who wait for the ticks that are due; bounded, and each is answered once. */
final class TickWaiters {
  private record Waiter(long deadlineMillis, ActorRef<TicksReply> replyTo) {}

  private final ProcessId process;
  private final List<Waiter> waiters = new ArrayList<>();

  TickWaiters(ProcessId process) {
    this.process = process;
  }

  boolean isEmpty() {
    return waiters.isEmpty();
  }

  /** Keeps one more, or answers at once that there is no room. */
  void add(long deadlineMillis, ActorRef<TicksReply> replyTo) {
    if (waiters.size() >= ProcessUnits.TICK_WAITERS_MAX) {
      String message = ProcessUnits.TICK_WAITERS_MAX + " wait for ticks of " + process + " already";
      replyTo.tell(new TicksReply.Rejected(new Refusal(RefusalCode.TOO_BUSY_TO_EVALUATE, message)));
    } else {
      waiters.add(new Waiter(deadlineMillis, replyTo));
    }
  }

  /** Answers those whose time is up. */
  void expire(long nowMillis) {
    waiters.removeIf(
        waiter -> {
          boolean isLate = waiter.deadlineMillis() <= nowMillis;
          if (isLate) {
            waiter.replyTo().tell(new TicksReply.InProgress());
          }
          return isLate;
        });
  }

  /** Answers all. */
  void answerAll(TicksReply reply) {
    waiters.forEach(waiter -> waiter.replyTo().tell(reply));
    waiters.clear();
  }
}
