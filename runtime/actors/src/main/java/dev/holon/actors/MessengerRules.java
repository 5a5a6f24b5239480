package dev.holon.actors;

import dev.holon.core.messenger.ChainRates;
import dev.holon.core.messenger.Deliveries;
import dev.holon.core.messenger.OutboundItems;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.messenger.PushPorts;
import dev.holon.core.scheduler.ScheduleStore;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What every process's messenger is given.
 *
 * @param outbox the entries to push; blocks
 * @param log where senders' spawn items are read; blocks
 * @param items builds and signs what is pushed
 * @param deliveries where it is pushed to
 * @param messaging where else, and how much
 * @param rates shared by all messengers of the node
 * @param storeCalls where blocking calls run
 * @param signExecutor where items are signed
 * @param meters what the messengers do
 */
record MessengerRules(
    OutboxStore outbox,
    ScheduleStore log,
    OutboundItems items,
    Deliveries deliveries,
    Messaging messaging,
    ChainRates rates,
    StoreCalls storeCalls,
    Executor signExecutor,
    InstantSource clock,
    MessengerMeters meters) {

  PushPorts toPushPorts() {
    return new PushPorts(
        items,
        new PushPorts.Signing() {
          @Override
          public <T> CompletionStage<T> sign(Supplier<T> call) {
            return StoreCalls.supply(call, signExecutor, "the messenger's signatures");
          }
        },
        deliveries,
        messaging.remotes(),
        (process, slot) -> storeCalls.call(() -> outbox.entries(process, slot)),
        clock,
        messaging.faults());
  }
}
