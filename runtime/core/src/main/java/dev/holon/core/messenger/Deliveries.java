package dev.holon.core.messenger;

import dev.holon.core.scheduler.ChainPosition;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.VerifiedItem;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The schedulers of this cluster as its own messengers reach them; an item's place in its chain is
 * kept with its slot. Repeating a call is safe. The stages may fail; then the item has its slot or
 * not. Thread-safe.
 */
public interface Deliveries {

  /**
   * Gives a message, or a spawn item, a slot. Messages to one target that are handed over one after
   * the other get their slots in that order.
   */
  CompletionStage<ScheduleReply> schedule(VerifiedItem item, ChainPosition chain);

  /** Gives a message that is stored elsewhere a slot of a process. */
  CompletionStage<ScheduleReply> assign(
      ProcessId process, Id message, List<String> exclude, ChainPosition chain);

  /** As {@link #assign}, for a transaction of the base layer. */
  CompletionStage<ScheduleReply> assignTransaction(
      ProcessId process, Id transaction, List<String> exclude, ChainPosition chain);
}
