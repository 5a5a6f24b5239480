package dev.holon.core.compute;

import dev.holon.protocol.ProcessId;
import java.util.Optional;

/**
 * Keeps the newest checkpoints of each process. Losing one costs time, never a result. Methods
 * block and throw {@link dev.holon.core.StoreException} when the store cannot be reached.
 * Thread-safe.
 */
public interface CheckpointStore {

  /** Stores one and drops all but the newest {@code keepCount} of its process. */
  void put(Checkpoint checkpoint, int keepCount);

  /** The newest one at or before this place. */
  Optional<Checkpoint> newest(ProcessId process, ResultPlace notAfter);

  /** Drops one that cannot be used. */
  void discard(ProcessId process, ResultPlace place);
}
