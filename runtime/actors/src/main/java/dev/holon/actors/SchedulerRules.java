package dev.holon.actors;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.protocol.Wallet;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What every process's scheduler is given.
 *
 * @param wallet signs assignments
 * @param store reads the logs; blocks
 * @param storeExecutor where blocking reads run
 * @param clock milliseconds of assignments
 * @param blockHeight current height of the network
 * @param onCommitted told of each entry once it is durable
 */
record SchedulerRules(
    Wallet wallet,
    ScheduleStore store,
    Executor storeExecutor,
    InstantSource clock,
    LongSupplier blockHeight,
    Consumer<LogEntry> onCommitted) {}
