package dev.holon.actors;

import dev.holon.core.compute.Checkpoint;
import dev.holon.core.compute.CheckpointSettings;
import dev.holon.core.compute.ProcessEvaluation;
import dev.holon.core.compute.ResultPlace;
import dev.holon.protocol.ProcessId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When one process's checkpoints are taken: between two evaluations, never two at once, and written
 * only when the result they stand at is durable.
 */
final class ComputeCheckpoints {
  private static final Logger LOG = LoggerFactory.getLogger(ComputeCheckpoints.class);

  private final ProcessId process;
  private final CheckpointKeeper keeper;
  private long newestMillis;
  private @Nullable Checkpoint waiting;
  private boolean isWriting;
  private boolean isTooLarge;

  ComputeCheckpoints(ProcessId process, CheckpointKeeper keeper, long nowMillis) {
    this.process = process;
    this.keeper = keeper;
    this.newestMillis = nowMillis;
  }

  /** Takes one if it is time. */
  void takeIfDue(ProcessEvaluation evaluation, long nowMillis) {
    CheckpointSettings settings = keeper.settings();
    int count = evaluation.sinceCheckpointCount();
    boolean isOld = nowMillis - newestMillis >= settings.interval().toMillis();
    if (count >= settings.evaluationCount() || (count > 0 && isOld)) {
      take(evaluation, nowMillis);
    }
  }

  /** Takes one if anything has been evaluated since the last. */
  void take(ProcessEvaluation evaluation, long nowMillis) {
    if (isBusy() || isTooLarge || !keeper.hasRoom()) {
      return;
    }
    Optional<Checkpoint> taken = evaluation.checkpoint(nowMillis);
    if (taken.isPresent() && !keeper.fits(taken.get())) {
      isTooLarge = true;
      LOG.warn(
          "process {}: its state of {} bytes is larger than holon.checkpoints.size-max",
          process,
          taken.get().bytes().size());
      return;
    }
    newestMillis = nowMillis;
    taken.ifPresent(checkpoint -> waiting = checkpoint);
  }

  /** Starts to write what was taken, if the results are durable up to there. */
  Optional<CompletionStage<Boolean>> writeUpTo(ResultPlace stored) {
    Checkpoint next = waiting;
    if (next == null || isWriting || stored.isBefore(next.place())) {
      return Optional.empty();
    }
    waiting = null;
    isWriting = true;
    return Optional.of(keeper.keep(next));
  }

  /** A write has ended. */
  void written() {
    isWriting = false;
  }

  /** Whether one is taken and not written yet. */
  boolean isBusy() {
    return isWriting || waiting != null;
  }
}
