package dev.holon.simulation.fault;

import dev.holon.protocol.Id;
import java.util.List;

/**
 * What is left of one process after a run.
 *
 * @param messages the message of each slot, from slot 0; already checked for gaps and its chain
 * @param counts what each slot's result says how many were counted; the spawn's is 0
 */
record ProcessLog(List<Id> messages, List<Long> counts) {
  ProcessLog {
    messages = List.copyOf(messages);
    counts = List.copyOf(counts);
  }
}
