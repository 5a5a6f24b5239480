package dev.holon.node.takeover;

import dev.holon.core.baselayer.BaseLayer;
import dev.holon.core.baselayer.TransactionStore;
import dev.holon.core.record.RecordStore;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.node.client.ClientFailure;
import dev.holon.node.log.BuiltInItems;
import dev.holon.node.log.LogSource;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stores what a log that was taken over needs besides its messages. */
record Supplies(
    ScheduleStore logs,
    RecordStore records,
    TransactionStore transactions,
    BaseLayer network,
    Verifier verifier) {

  /** What is lacking, for people; empty when there is everything. */
  List<String> store(ProcessId process, Takeover.Outcome.Taken taken, LogSource source)
      throws ClientFailure {
    List<String> lacking = new ArrayList<>();
    String module = taken.spawn().tag("Module").orElse("");
    if (!Id.isId(module) || !storeModule(process, Id.parse(module), source)) {
      lacking.add("process " + process + " needs module " + module + ", which was not found");
    }
    for (Id id : taken.assigned()) {
      storeAssigned(id)
          .ifPresent(
              cause ->
                  lacking.add(
                      "process "
                          + process
                          + " was assigned "
                          + id
                          + ", which is missing: "
                          + cause));
    }
    return lacking;
  }

  private boolean storeModule(ProcessId process, Id module, LogSource source) throws ClientFailure {
    // A node stores its own when it starts.
    if (records.find(module).isPresent() || BuiltInItems.find(module).isPresent()) {
      return true;
    }
    Optional<DataItem> item;
    try {
      item = source.item(module);
      if (item.isPresent()) {
        verifier.verify(item.get());
      }
    } catch (LogSource.UnreadableException | ItemException e) {
      return false;
    }
    LogEntry first = logs.entry(process, 0).orElseThrow();
    item.ifPresent(found -> records.put(found, first.blockHeight(), first.timestampMillis()));
    return item.isPresent();
  }

  private Optional<String> storeAssigned(Id id) {
    if (logs.find(id).isPresent() || transactions.find(id).isPresent()) {
      return Optional.empty();
    }
    return switch (network.find(id, 1).toCompletableFuture().join()) {
      case BaseLayer.Finding.Settled settled -> {
        transactions.put(settled.transaction());
        yield Optional.empty();
      }
      case BaseLayer.Finding.TooYoung young -> Optional.of("in no block yet");
      case BaseLayer.Finding.Missing missing -> Optional.of(missing.cause());
      case BaseLayer.Finding.Unusable unusable -> Optional.of(unusable.cause());
      case BaseLayer.Finding.Unreachable away -> Optional.of(away.cause());
      case BaseLayer.Finding.Unsupported none -> Optional.of(none.cause());
    };
  }
}
