package dev.holon.actors;

import dev.holon.core.FaultPoints;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.core.scheduler.TimeFloors;
import dev.holon.protocol.Wallet;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What every process's scheduler is given.
 *
 * @param wallet signs assignments
 * @param store reads the logs; blocks
 * @param floors what the logs promise; blocks
 * @param storeCalls where blocking calls run
 * @param clock milliseconds of assignments
 * @param blockHeight current height of the network
 * @param onCommitted told of each entry that is durable; of some more than once
 * @param faults where a test ends the node
 * @param meters what the schedulers do
 */
record SchedulerRules(
    Wallet wallet,
    ScheduleStore store,
    TimeFloors floors,
    StoreCalls storeCalls,
    InstantSource clock,
    LongSupplier blockHeight,
    Consumer<LogEntry> onCommitted,
    FaultPoints faults,
    SchedulerMeters meters) {}
