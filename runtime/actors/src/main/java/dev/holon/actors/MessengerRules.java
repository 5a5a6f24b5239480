package dev.holon.actors;

import dev.holon.core.messenger.OutboundItems;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.protocol.Verifier;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What every process's messenger is given.
 *
 * @param outbox the entries to push; blocks
 * @param log where senders' spawn items are read; blocks
 * @param items builds and signs what is pushed
 * @param verifier checks what was built, as a receiver would
 * @param units where it is pushed to
 * @param storeCalls where blocking calls run
 * @param signExecutor where items are signed and checked
 */
record MessengerRules(
    OutboxStore outbox,
    ScheduleStore log,
    OutboundItems items,
    Verifier verifier,
    ProcessUnits units,
    StoreCalls storeCalls,
    Executor signExecutor,
    InstantSource clock) {}
