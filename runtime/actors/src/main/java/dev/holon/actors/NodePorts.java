package dev.holon.actors;

import dev.holon.core.compute.BacklogStore;
import dev.holon.core.compute.CheckpointSettings;
import dev.holon.core.compute.CheckpointStore;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.meter.Meters;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.protocol.Verifier;
import dev.holon.protocol.Wallet;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The world as the entities of this node see it.
 *
 * @param crons what crons need of the world
 * @param baseLayer Arweave's own transactions
 * @param checkpoints where states of processes are kept; blocks
 * @param checkpointSettings when they are
 * @param storeCalls where calls of the stores run
 * @param schedulerWallet signs assignments; the same on each node of a cluster
 * @param messengerWallet signs what processes send; deterministic, the same on each node
 * @param watch sees how evaluations go
 * @param blockHeight current height of the network
 * @param messaging what messengers have besides
 * @param meters where the entities say what they do
 */
public record NodePorts(
    ScheduleStore schedules,
    ResultStore results,
    BacklogStore backlog,
    OutboxStore outbox,
    MachineFactory machines,
    CronPorts crons,
    BaseLayerPorts baseLayer,
    CheckpointStore checkpoints,
    CheckpointSettings checkpointSettings,
    Wallet schedulerWallet,
    Wallet messengerWallet,
    Verifier verifier,
    StoreCalls storeCalls,
    InstantSource clock,
    EvaluationWatch watch,
    LongSupplier blockHeight,
    Messaging messaging,
    Meters meters) {}
