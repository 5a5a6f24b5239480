package dev.holon.actors;

import dev.holon.core.scheduler.ChainPosition;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.VerifiedItem;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The schedulers of this cluster as its own messengers reach them: as {@link ProcessUnits}, and the
 * item's place in its chain is kept with its slot. Thread-safe.
 */
interface Deliveries {

  /**
   * As {@link ProcessUnits#schedule}. Messages to one target that are handed over one after the
   * other get their slots in that order.
   */
  CompletionStage<ScheduleReply> schedule(VerifiedItem item, ChainPosition chain);

  /** As {@link ProcessUnits#assign}. */
  CompletionStage<ScheduleReply> assign(
      ProcessId process, Id message, List<String> exclude, ChainPosition chain);

  /** As {@link ProcessUnits#assignTransaction}. */
  CompletionStage<ScheduleReply> assignTransaction(
      ProcessId process, Id transaction, List<String> exclude, ChainPosition chain);
}
