package dev.holon.actors;

import dev.holon.core.trace.EvaluationTime;
import java.util.function.Consumer;

/**
 * Those who look on while a node evaluates. Neither may block.
 *
 * @param times told how long each evaluation took, before its result is durable
 * @param wakeups told of each process with a new durable result
 */
public record EvaluationWatch(Consumer<EvaluationTime> times, ResultWakeups wakeups) {
  /** Nobody keeps the times. */
  public static EvaluationWatch withoutTimes() {
    return new EvaluationWatch(time -> {}, new ResultWakeups());
  }
}
