package dev.holon.actors;

import dev.holon.core.FaultPoints;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.protocol.ProcessId;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * What every process's compute is given.
 *
 * @param log reads the logs; blocks
 * @param results keeps results
 * @param machines boots machines
 * @param storeCalls where blocking calls run
 * @param clock for deadlines of those who wait
 * @param onOutbox told of each process whose outbox has new entries
 * @param onBacklog told of each process whose compute ends with entries left to evaluate
 * @param faults where a test ends the node
 */
record ComputeRules(
    ScheduleStore log,
    ResultStore results,
    MachineFactory machines,
    StoreCalls storeCalls,
    InstantSource clock,
    Consumer<ProcessId> onOutbox,
    Consumer<ProcessId> onBacklog,
    FaultPoints faults) {}
