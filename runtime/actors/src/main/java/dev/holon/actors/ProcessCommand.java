package dev.holon.actors;

import dev.holon.protocol.ProcessId;

/**
 * A command for one of a process's sharded entities; the process decides the shard, and so the
 * node.
 */
interface ProcessCommand {
  ProcessId process();
}
