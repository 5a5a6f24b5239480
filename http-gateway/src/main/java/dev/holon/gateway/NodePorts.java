package dev.holon.gateway;

import dev.holon.actors.ProcessUnits;
import dev.holon.actors.ResultWakeups;
import dev.holon.actors.StoreCalls;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.cron.BlockTimes;
import dev.holon.core.messenger.ChainLimits;
import dev.holon.core.messenger.MonitorStore;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.meter.Meters;
import dev.holon.core.record.RecordStore;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.core.settlement.SettlementStore;
import dev.holon.core.trace.TraceStore;
import dev.holon.protocol.Verifier;
import dev.holon.protocol.Wallet;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * All that the HTTP surface needs of the node. Every member is thread-safe; the stores block.
 *
 * @param status what the node says about itself; does not block
 * @param isReady whether the node can do its work now; asks the store, so it blocks
 * @param receipts the wallet that signs what the node commits to: its scheduler's
 * @param chains what one cause may set off
 * @param meters where the surface says what it does
 * @param metrics all meters of the node as Prometheus reads them; empty when the node keeps none
 */
public record NodePorts(
    ProcessUnits units,
    StoreCalls storeCalls,
    ScheduleStore schedule,
    ResultStore results,
    RecordStore records,
    OutboxStore outbox,
    MonitorStore monitors,
    TraceStore traces,
    SettlementStore settlement,
    ResultWakeups wakeups,
    Verifier verifier,
    Supplier<NodeStatus> status,
    BooleanSupplier isReady,
    BlockSource blocks,
    BlockTimes blockTimes,
    InstantSource clock,
    Wallet receipts,
    ChainLimits chains,
    Meters meters,
    Supplier<Optional<String>> metrics) {}
