package dev.holon.simulation.world;

import dev.holon.core.compute.Evaluated;
import dev.holon.core.messenger.Deliveries;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.core.scheduler.ScheduleHead;
import dev.holon.core.scheduler.Sequencer;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Wallet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the core's rules are made use of. Tests put wrong ones in their place, one at a time, to
 * see whether the world finds them out.
 */
class WorldRules {
  /** The rules as they are. */
  static final WorldRules REAL = new WorldRules();

  Sequencer sequencer(ProcessId process, Wallet scheduler, @Nullable ScheduleHead head) {
    return new Sequencer(process, scheduler, head);
  }

  /** What is stored of an evaluation. */
  Evaluated toStore(Evaluated evaluated) {
    return evaluated;
  }

  /** How what is pushed reaches the schedulers. */
  Deliveries deliveries(Deliveries real) {
    return real;
  }

  /** What is stored of a push. */
  List<StateChange> toConclude(List<StateChange> changes) {
    return changes;
  }
}
