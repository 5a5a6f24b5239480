package dev.holon.gateway;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.core.trace.Place;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.Optional;

/** Finds the slot that an id stands for. Blocks. */
record Places(ScheduleStore schedule) {

  /**
   * ao.TN.1 §4: the id of a message, of an assignment, or of the process itself, whose slot is 0.
   * The process that is named is looked at first.
   */
  Optional<Place> find(Id id, Optional<ProcessId> process) {
    Optional<LogEntry> entry =
        process.flatMap(
            p -> p.id().equals(id) ? schedule.entry(p, 0) : schedule.findMessage(p, id));
    return entry.or(() -> schedule.find(id)).map(found -> new Place(found.process(), found.slot()));
  }

  /** As {@link #find}; what nobody knows is 404. */
  Place require(Id id, Optional<ProcessId> process) {
    return find(id, process)
        .orElseThrow(() -> RequestFault.unknown("no process of this node has the message " + id));
  }
}
