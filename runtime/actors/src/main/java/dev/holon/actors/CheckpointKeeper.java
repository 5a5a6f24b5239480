package dev.holon.actors;

import dev.holon.core.compute.Checkpoint;
import dev.holon.core.compute.CheckpointSettings;
import dev.holon.core.compute.CheckpointStore;
import dev.holon.core.compute.ResultPlace;
import dev.holon.protocol.ProcessId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the checkpoints of all processes of a node, off the path of messages and within a bound of
 * memory, and counts those that proved useless. Thread-safe.
 */
final class CheckpointKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointKeeper.class);

  /** Checkpoints that may be on their way to the store at once. */
  private static final int WRITING_MAX = 8;

  private final CheckpointStore store;
  private final CheckpointSettings settings;
  private final StoreCalls storeCalls;
  private final ComputeMeters meters;
  private final AtomicLong writingCount = new AtomicLong();
  private final AtomicLong writingBytes = new AtomicLong();
  private final AtomicLong discardedCount = new AtomicLong();

  CheckpointKeeper(
      CheckpointStore store,
      CheckpointSettings settings,
      StoreCalls storeCalls,
      ComputeMeters meters) {
    this.store = store;
    this.settings = settings;
    this.storeCalls = storeCalls;
    this.meters = meters;
  }

  CheckpointSettings settings() {
    return settings;
  }

  /** Whether another one may be made; if not, the process tries again after its next evaluation. */
  boolean hasRoom() {
    return writingCount.get() < WRITING_MAX && writingBytes.get() < settings.sizeBytesMax();
  }

  /** Whether a checkpoint is small enough to be kept. */
  boolean fits(Checkpoint checkpoint) {
    boolean isSmall = checkpoint.bytes().size() <= settings.sizeBytesMax();
    if (!isSmall) {
      meters.checkpointTooLarge();
    }
    return isSmall;
  }

  /**
   * Whether a checkpoint could be stored. A failure is logged: it costs time after a restart, and
   * nothing else.
   */
  CompletionStage<Boolean> keep(Checkpoint checkpoint) {
    long size = checkpoint.bytes().size();
    writingCount.incrementAndGet();
    writingBytes.addAndGet(size);
    return storeCalls
        .call(
            () -> {
              store.put(checkpoint, settings.keepCount());
              return checkpoint.place();
            })
        .handle(
            (place, fault) -> {
              writingCount.decrementAndGet();
              writingBytes.addAndGet(-size);
              if (fault != null) {
                meters.checkpointFailed();
                LOG.atWarn()
                    .addKeyValue("process", checkpoint.process())
                    .setCause(fault)
                    .log("process {}: no checkpoint is stored", checkpoint.process());
              } else {
                meters.checkpointStored(size);
                LOG.debug(
                    "process {}: checkpoint at slot {}, {} bytes",
                    checkpoint.process(),
                    place,
                    size);
              }
              return fault == null;
            });
  }

  /** The newest one at or before a place. Blocks. */
  Optional<Checkpoint> newest(ProcessId process, ResultPlace notAfter) {
    return store.newest(process, notAfter);
  }

  /** Drops one that cannot be used. Blocks. */
  void discard(ProcessId process, ResultPlace place, String why) {
    meters.checkpointDiscarded();
    LOG.atWarn()
        .addKeyValue("process", process)
        .log(
            "process {}: the checkpoint at slot {} is discarded, {} since the start: {}",
            process,
            place,
            discardedCount.incrementAndGet(),
            why);
    store.discard(process, place);
  }
}
