package dev.holon.actors;

import dev.holon.core.baselayer.TransactionStore;
import dev.holon.core.compute.FaultDelays;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.core.scheduler.TimeFloors;
import dev.holon.protocol.ProcessId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What every process's compute is given.
 *
 * @param log reads the logs; blocks
 * @param results keeps results
 * @param machines boots machines
 * @param transactions what was assigned of the base layer; blocks
 * @param crons when to look at crons, and the blocks they count
 * @param checkpoints keeps checkpoints
 * @param storeCalls where blocking calls run
 * @param questionExecutor where dry runs are evaluated; bounded
 * @param idleAfter how long a process that nothing happens to stays in memory
 * @param clock for deadlines of those who wait, and for how long evaluations take
 * @param promise asks a process's scheduler that no entry comes at or before now
 * @param watch sees how the evaluation goes
 * @param onOutbox told of each process whose outbox has new entries
 * @param faultDelays how long a process rests that cannot be evaluated
 * @param wakeLater wakes a process whose compute ends with work left, after so long
 * @param messaging the limit on what one result may send, and where a test ends the node
 * @param meters what the computes do
 */
record ComputeRules(
    ScheduleStore log,
    ResultStore results,
    MachineFactory machines,
    TransactionStore transactions,
    CronPorts crons,
    CheckpointKeeper checkpoints,
    StoreCalls storeCalls,
    Executor questionExecutor,
    Duration idleAfter,
    InstantSource clock,
    Function<ProcessId, CompletionStage<TimeFloors.Promise>> promise,
    EvaluationWatch watch,
    Consumer<ProcessId> onOutbox,
    FaultDelays faultDelays,
    BiConsumer<ProcessId, Duration> wakeLater,
    Messaging messaging,
    ComputeMeters meters) {}
