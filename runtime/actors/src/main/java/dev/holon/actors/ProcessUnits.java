package dev.holon.actors;

import dev.holon.core.compute.DryRunMessage;
import dev.holon.core.compute.DryRunReply;
import dev.holon.core.compute.ResultReply;
import dev.holon.core.compute.StateReply;
import dev.holon.core.compute.TicksReply;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.VerifiedItem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The scheduler, compute and messenger of every process, wherever in the cluster they live.
 * Refusals are values; a stage fails only when the node itself is at fault. Thread-safe.
 */
public interface ProcessUnits {

  /** Gives a message or spawn item its slot. Repeating is safe: an item keeps its first slot. */
  CompletionStage<ScheduleReply> schedule(VerifiedItem item);

  /**
   * Gives an existing message a slot of another process. Repeating is safe: a message keeps the
   * slot it has in a process.
   *
   * @param exclude names of fields that the evaluation leaves out, at most 16
   */
  CompletionStage<ScheduleReply> assign(ProcessId process, Id message, List<String> exclude);

  /**
   * Gives a transaction of the base layer a slot of a process, once it lies as deep as the process
   * asks for; the node fetches and keeps it first. Else as {@link #assign}.
   */
  CompletionStage<ScheduleReply> assignTransaction(
      ProcessId process, Id transaction, List<String> exclude);

  /** The result of a slot; waits for its evaluation, at most this long. */
  CompletionStage<ResultReply> result(ProcessId process, long slot, Duration waitMax);

  /** Evaluates the cron ticks that are due now; waits for them, at most this long. */
  CompletionStage<TicksReply> ticks(ProcessId process, Duration waitMax);

  /** Callers that may wait for results of one process; more are refused. */
  int RESULT_WAITERS_MAX = 10_000;

  /** Callers that may wait for the ticks of one process; more are refused. */
  int TICK_WAITERS_MAX = 1_000;

  /** Messages of one process that may wait for their slots; more are refused. */
  int MESSAGES_WAITING_MAX = 10_000;

  /** Questions about the state of one process that may wait, and that are answered at once. */
  int QUESTIONS_WAITING_MAX = 100;

  int QUESTIONS_RUNNING_MAX = 4;

  /** Stands for the newest evaluated slot. */
  long NEWEST_SLOT = -1;

  /**
   * Evaluates on the state after this slot, or {@link #NEWEST_SLOT}, and keeps nothing. States of
   * slots before the newest are not kept: refused with {@code STATE_NOT_KEPT}.
   */
  CompletionStage<DryRunReply> dryRun(ProcessId process, DryRunMessage message, long atSlot);

  /** The state after this slot, or {@link #NEWEST_SLOT}, with the same limits as a dry run. */
  CompletionStage<StateReply> state(ProcessId process, long atSlot);
}
