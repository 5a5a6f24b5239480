package dev.holon.actors;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.baselayer.BaseLayer.Finding;
import dev.holon.core.baselayer.SettlementDepth;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Fetches transactions of the base layer that a process is to be assigned, and keeps them: a slot
 * names its message only, and must be evaluated again when the network is away. Thread-safe.
 */
record BaseLayerTransactions(ScheduleStore log, BaseLayerPorts ports, StoreCalls storeCalls) {

  /** What is known of the process before the network is asked. */
  private sealed interface Look {
    /** The process has it already. */
    record Assigned() implements Look {}

    record Depth(long depth) implements Look {}

    record No(Refusal refusal) implements Look {}
  }

  /** Why the process cannot be assigned the transaction now; empty when it is stored. */
  CompletionStage<Optional<Refusal>> keep(ProcessId process, Id transaction) {
    return storeCalls
        .call(() -> look(process, transaction))
        .thenCompose(
            look ->
                switch (look) {
                  case Look.Assigned assigned -> done(Optional.empty());
                  case Look.No no -> done(Optional.of(no.refusal()));
                  case Look.Depth asked -> fetch(transaction, asked.depth());
                });
  }

  private Look look(ProcessId process, Id transaction) {
    Optional<DataItem> spawn = log.entry(process, 0).flatMap(LogEntry::message);
    if (spawn.isEmpty()) {
      String message = "process " + process + " is not known to this scheduler";
      return new Look.No(new Refusal(RefusalCode.UNKNOWN_PROCESS, message));
    }
    if (log.findMessage(process, transaction).isPresent()) {
      return new Look.Assigned();
    }
    try {
      return new Look.Depth(SettlementDepth.of(spawn.get()));
    } catch (IllegalArgumentException e) {
      return new Look.No(new Refusal(RefusalCode.BAD_ASSIGNMENT, String.valueOf(e.getMessage())));
    }
  }

  private CompletionStage<Optional<Refusal>> fetch(Id transaction, long depth) {
    return ports
        .network()
        .find(transaction, depth)
        .thenCompose(
            finding ->
                finding instanceof Finding.Settled settled
                    ? storeCalls.call(
                        () -> {
                          ports.transactions().put(settled.transaction());
                          return Optional.<Refusal>empty();
                        })
                    : done(Optional.of(SettlementDepth.refusal(finding, transaction, depth))));
  }

  private static CompletionStage<Optional<Refusal>> done(Optional<Refusal> refusal) {
    return CompletableFuture.completedFuture(refusal);
  }
}
