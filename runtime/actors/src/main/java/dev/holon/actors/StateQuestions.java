package dev.holon.actors;

import dev.holon.actors.ProcessCompute.StateQuestion;
import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.compute.DryRunMessage;
import dev.holon.core.compute.DryRunReply;
import dev.holon.core.compute.StateReply;
import dev.holon.core.compute.StateView;
import dev.holon.protocol.ProcessId;
import dev.holon.vm.VmFaultException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is asked of one process's state. Questions wait for a turn of the process's compute, which
 * takes a view of the state; they are answered on threads of their own, a few at a time, so that a
 * long dry run holds up neither the log nor other processes.
 */
final class StateQuestions {
  /** Evaluate on the state after {@code atSlot} and keep nothing. */
  record DryRun(DryRunMessage message, long atSlot, ActorRef<DryRunReply> replyTo)
      implements StateQuestion {
    @Override
    public void answer(StateView view) {
      objection(view, atSlot)
          .ifPresentOrElse(
              this::refuse, () -> replyTo.tell(new DryRunReply.Evaluated(view.dryRun(message))));
    }

    @Override
    public void refuse(Refusal why) {
      replyTo.tell(new DryRunReply.Rejected(why));
    }
  }

  /** Give the state after {@code atSlot} as bytes. */
  record ReadState(long atSlot, ActorRef<StateReply> replyTo) implements StateQuestion {
    @Override
    public void answer(StateView view) {
      objection(view, atSlot)
          .or(() -> objectionToBytes(view))
          .ifPresentOrElse(this::refuse, () -> replyTo.tell(new StateReply.Given(view.bytes())));
    }

    @Override
    public void refuse(Refusal why) {
      replyTo.tell(new StateReply.Rejected(why));
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(StateQuestions.class);

  private final ProcessId process;
  private final Executor executor;
  private final Runnable onAnswered;
  private final Deque<StateQuestion> waiting = new ArrayDeque<>();
  private int running;

  /**
   * @param executor bounded
   * @param onAnswered called on any thread when one has been answered; {@link #answered} must
   *     follow
   */
  StateQuestions(ProcessId process, Executor executor, Runnable onAnswered) {
    this.process = process;
    this.executor = executor;
    this.onAnswered = onAnswered;
  }

  /** Keeps one more, or answers at once that there is no room. */
  void add(StateQuestion question) {
    if (waiting.size() >= ProcessUnits.QUESTIONS_WAITING_MAX) {
      question.refuse(
          busy(ProcessUnits.QUESTIONS_WAITING_MAX + " dry runs of " + process + " wait already"));
    } else {
      waiting.add(question);
    }
  }

  /** Whether one waits and may be answered now. */
  boolean isNextWanted() {
    return !waiting.isEmpty() && running < ProcessUnits.QUESTIONS_RUNNING_MAX;
  }

  boolean isEmpty() {
    return waiting.isEmpty() && running == 0;
  }

  /** Has the next one answered from this view. */
  void askNext(StateView view) {
    StateQuestion question = waiting.remove();
    try {
      executor.execute(() -> answer(question, view));
      running++;
    } catch (RejectedExecutionException e) {
      question.refuse(busy("the node has as many dry runs as it takes"));
    }
  }

  void answered() {
    running--;
  }

  /** Refuses all that wait. */
  void refuseAll(Refusal why) {
    for (@Nullable StateQuestion next = waiting.poll(); next != null; next = waiting.poll()) {
      next.refuse(why);
    }
  }

  private void answer(StateQuestion question, StateView view) {
    try {
      question.answer(view);
    } catch (VmFaultException e) {
      // That of a copy: the process goes on.
      LOG.atWarn()
          .addKeyValue("process", process)
          .setCause(e)
          .log("process {}: a dry run failed on this node", process);
      question.refuse(ComputeStart.later(process));
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("process", process)
          .setCause(e)
          .log("process {}: its state could not be asked", process);
      String message = "the state of " + process + " could not be asked; see the node's log";
      question.refuse(new Refusal(RefusalCode.NOT_EVALUABLE, message));
    } finally {
      onAnswered.run();
    }
  }

  /** ao.TN.1 §4: only the newest state is kept; what asks for another slot's is refused. */
  static Optional<Refusal> objection(StateView view, long atSlot) {
    if (atSlot == ProcessUnits.NEWEST_SLOT || atSlot == view.slot()) {
      return Optional.empty();
    }
    if (atSlot > view.slot()) {
      return Optional.of(busy("slot " + atSlot + " has not been evaluated yet: ask again"));
    }
    String message =
        "message at nonce "
            + atSlot
            + " not found cached, and earlier than latest known nonce "
            + view.slot();
    return Optional.of(new Refusal(RefusalCode.STATE_NOT_KEPT, message));
  }

  static Optional<Refusal> objectionToBytes(StateView view) {
    return view.hasBytes()
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                RefusalCode.STATE_NOT_WRITABLE,
                "the process's engine cannot write its state as bytes"));
  }

  private static Refusal busy(String message) {
    return new Refusal(RefusalCode.TOO_BUSY_TO_EVALUATE, message);
  }
}
