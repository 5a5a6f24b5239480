package dev.holon.actors;

import dev.holon.actors.ProcessCompute.Command;
import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.compute.ProcessEvaluation;
import dev.holon.core.compute.ResultReply;
import dev.holon.core.compute.TicksReply;
import dev.holon.protocol.ProcessId;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/** What a compute is before it knows where log and results stand, and after a fault. */
final class ComputeStart {
  private static final int EARLY_COMMANDS_MAX = 10_000;

  private record Started(ProcessEvaluation evaluation) implements Command {}

  private record NotStarted(Throwable cause) implements Command {}

  private ComputeStart() {}

  /** Until it is known where log and results stand, commands wait. */
  static Behavior<Command> create(
      ProcessId process, ComputeRules rules, ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.withStash(
        EARLY_COMMANDS_MAX,
        stash ->
            Behaviors.setup(
                context -> {
                  context.pipeToSelf(
                      rules.storeCalls().call(new ComputeFeed(process, rules)::start),
                      (start, fault) -> fault == null ? new Started(start) : new NotStarted(fault));
                  Runnable passivate =
                      () -> shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
                  ProcessCompute.Self self = new ProcessCompute.Self(process, rules, passivate);
                  return Behaviors.receive(Command.class)
                      .onMessage(
                          Started.class,
                          started ->
                              stash.unstashAll(ProcessCompute.ready(self, started.evaluation())))
                      .onMessage(
                          NotStarted.class,
                          fault ->
                              stash.unstashAll(ended(process, rules, fault.cause(), passivate)))
                      .onMessage(ProcessCompute.Stop.class, stop -> Behaviors.stopped())
                      .onAnyMessage(
                          command -> {
                            if (!stash.isFull()) {
                              stash.stash(command);
                            }
                            return Behaviors.same();
                          })
                      .build();
                }));
  }

  /**
   * Refuses what waited and ends; whoever sweeps for backlogs starts it again. The shard ends it,
   * so that what is asked meanwhile reaches its successor and is not lost.
   */
  static Behavior<Command> ended(
      ProcessId process, ComputeRules rules, Throwable cause, Runnable passivate) {
    return Behaviors.setup(
        context -> {
          context
              .getLog()
              .atWarn()
              .addKeyValue("process", process)
              .setCause(cause)
              .log("process {} cannot be evaluated now", process);
          long now = rules.clock().millis();
          Duration rest = rules.faultDelays().next(process, now);
          rules.wakeLater().accept(process, rest);
          new CronLook(process, rules).note(now + rest.toMillis());
          Refusal later = later(process);
          passivate.run();
          return Behaviors.receive(Command.class)
              .onMessage(ProcessCompute.Stop.class, stop -> Behaviors.stopped())
              .onMessage(
                  ProcessCompute.AwaitResult.class,
                  command -> {
                    command.replyTo().tell(new ResultReply.Rejected(later));
                    return Behaviors.same();
                  })
              .onMessage(
                  ProcessCompute.AwaitTicks.class,
                  command -> {
                    command.replyTo().tell(new TicksReply.Rejected(later));
                    return Behaviors.same();
                  })
              .onMessage(
                  ProcessCompute.StateQuestion.class,
                  question -> {
                    question.refuse(later);
                    return Behaviors.same();
                  })
              .onAnyMessage(command -> Behaviors.same())
              .build();
        });
  }

  static Refusal later(ProcessId process) {
    String message = "process " + process + " is between two nodes or its store is away: ask again";
    return new Refusal(RefusalCode.TOO_BUSY_TO_EVALUATE, message);
  }
}
