package dev.holon.gateway;

import dev.holon.actors.ProcessUnits;
import dev.holon.actors.StoreCalls;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.record.RecordStore;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.protocol.Verifier;
import java.time.InstantSource;
import java.util.function.Supplier;

/** All that the HTTP surface needs of the node. Every member is thread-safe; the stores block. */
public record NodePorts(
    ProcessUnits units,
    StoreCalls storeCalls,
    ScheduleStore schedule,
    ResultStore results,
    RecordStore records,
    OutboxStore outbox,
    Verifier verifier,
    Supplier<NodeStatus> status,
    BlockSource blocks,
    InstantSource clock) {}
