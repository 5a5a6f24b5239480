package dev.holon.core.messenger;

import dev.holon.core.FaultPoints;
import dev.holon.protocol.ProcessId;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What pushing needs.
 *
 * @param items builds and signs what is pushed
 * @param signing where that is done
 * @param deliveries where it is pushed to
 * @param remotes where else
 * @param outbox tells what became of other entries
 * @param clock for when to try again
 * @param faults where a test ends the node
 */
public record PushPorts(
    OutboundItems items,
    Signing signing,
    Deliveries deliveries,
    RemoteSchedulers remotes,
    EntriesOfSlot outbox,
    InstantSource clock,
    FaultPoints faults) {

  /** Calls what signs items; on threads for it, for signing takes long. */
  public interface Signing {
    /** The call's outcome; fails when too many wait. */
    <T> CompletionStage<T> sign(Supplier<T> call);
  }

  /** {@link OutboxStore#entries} without blocking. */
  public interface EntriesOfSlot {
    /** All entries of one slot, in order of index; fails when the store cannot be reached. */
    CompletionStage<List<OutboxEntry>> ofSlot(ProcessId process, long slot);
  }
}
