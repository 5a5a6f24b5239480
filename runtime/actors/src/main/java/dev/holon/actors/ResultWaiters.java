package dev.holon.actors;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.compute.ResultReply;
import dev.holon.core.compute.StoredResult;
import dev.holon.protocol.ProcessId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;

/** Those who wait for results of one process; bounded, and each is answered once. */
final class ResultWaiters {
  private record Waiter(
      long slot, Progress since, long deadlineMillis, ActorRef<ResultReply> replyTo) {}

  /** How far the evaluation had come, and when. */
  record Progress(long storedSlot, long atMillis) {
    private double slotsPerSecond(Progress since) {
      long millis = Math.max(1, atMillis - since.atMillis);
      return (storedSlot - since.storedSlot) * 1_000.0 / millis;
    }
  }

  private final ProcessId process;
  private final List<Waiter> waiters = new ArrayList<>();

  ResultWaiters(ProcessId process) {
    this.process = process;
  }

  boolean isEmpty() {
    return waiters.isEmpty();
  }

  /** Keeps one more, or answers at once that there is no room. */
  void add(long slot, Progress now, Duration waitMax, ActorRef<ResultReply> replyTo) {
    if (waiters.size() >= ProcessUnits.RESULT_WAITERS_MAX) {
      String message =
          ProcessUnits.RESULT_WAITERS_MAX + " wait for results of " + process + " already";
      replyTo.tell(rejected(new Refusal(RefusalCode.TOO_BUSY_TO_EVALUATE, message)));
    } else {
      waiters.add(new Waiter(slot, now, now.atMillis() + waitMax.toMillis(), replyTo));
    }
  }

  /** Answers those who wait for this slot. */
  void ready(StoredResult result) {
    answer(waiter -> waiter.slot() == result.slot(), new ResultReply.Ready(result));
  }

  /** Answers those whose time is up. */
  void expire(Progress now, long logHead) {
    answer(
        waiter -> waiter.deadlineMillis() <= now.atMillis(),
        waiter ->
            new ResultReply.InProgress(
                now.storedSlot(), logHead, now.slotsPerSecond(waiter.since())));
  }

  /** Answers those who wait for slots that the log does not have. */
  void refuseAfter(long logHead) {
    Refusal unknown =
        logHead < 0
            ? new Refusal(
                RefusalCode.UNKNOWN_PROCESS, "process " + process + " is not known to this node")
            : new Refusal(
                RefusalCode.UNKNOWN_MESSAGE, "process " + process + " ends at slot " + logHead);
    answer(waiter -> waiter.slot() > logHead, rejected(unknown));
  }

  /** Answers all. */
  void refuseAll(Refusal why) {
    answer(waiter -> true, rejected(why));
  }

  private void answer(Predicate<Waiter> isMeant, ResultReply reply) {
    answer(isMeant, waiter -> reply);
  }

  private void answer(Predicate<Waiter> isMeant, Function<Waiter, ResultReply> reply) {
    waiters.removeIf(
        waiter -> {
          boolean isAnswered = isMeant.test(waiter);
          if (isAnswered) {
            waiter.replyTo().tell(reply.apply(waiter));
          }
          return isAnswered;
        });
  }

  private static ResultReply rejected(Refusal refusal) {
    return new ResultReply.Rejected(refusal);
  }
}
