package dev.holon.persistence;

import dev.holon.core.compute.ResultPlace;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.ResultCodec;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A result on its way into its table.
 *
 * @param ticket counts the jobs of a writer
 * @param body the encoded result
 * @param done completes after the commit
 */
record ResultJob(
    long ticket,
    ProcessId process,
    ResultPlace place,
    @Nullable String cron,
    long timestampMillis,
    boolean isError,
    Id resultHash,
    Bytes body,
    List<OutboxRow> outbox,
    CompletableFuture<Void> done) {

  static ResultJob of(long ticket, StoredResult stored, List<OutboxEntry> outbox) {
    return new ResultJob(
        ticket,
        stored.process(),
        stored.place(),
        stored.cron(),
        stored.timestampMillis(),
        stored.result().isError(),
        stored.resultHash(),
        Bytes.of(ResultCodec.encode(stored.result())),
        outbox.stream().map(OutboxRow::of).toList(),
        new CompletableFuture<>());
  }

  byte[] processBytes() {
    return process.id().toBytes();
  }

  ResultKey key() {
    return new ResultKey(process, place);
  }

  /**
   * The result that this one follows at least: the tick before a tick, the slot before a slot. What
   * ticks lie between two slots is not known here; {@link SuspendedProcesses} keeps them in order.
   */
  ResultKey keyBefore() {
    ResultPlace before =
        place.isTick()
            ? new ResultPlace(place.slot(), place.step() - 1)
            : ResultPlace.ofSlot(place.slot() - 1);
    return new ResultKey(process, before);
  }

  /** Names a result. */
  record ResultKey(ProcessId process, ResultPlace place) {
    long slot() {
      return place.slot();
    }

    long step() {
      return place.step();
    }
  }

  /** How much memory the job holds, about. */
  long sizeBytes() {
    return 256L + body.size() + outbox.stream().mapToLong(row -> 256L + row.body().size()).sum();
  }

  /** An outbox entry with its action encoded. */
  record OutboxRow(OutboxEntry entry, short kind, Bytes body, StateColumns state) {
    static OutboxRow of(OutboxEntry entry) {
      return new OutboxRow(
          entry,
          ActionCodec.kind(entry.action()),
          Bytes.of(ActionCodec.encode(entry.action())),
          StateColumns.of(entry.state()));
    }

    byte @Nullable [] targetBytes() {
      Id id = entry.target().orElse(null);
      return id == null ? null : id.toBytes();
    }

    byte @Nullable [] pushedForBytes() {
      Id id = entry.pushedFor();
      return id == null ? null : id.toBytes();
    }
  }
}
