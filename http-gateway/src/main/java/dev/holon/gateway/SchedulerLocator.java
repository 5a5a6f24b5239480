package dev.holon.gateway;

import dev.holon.protocol.ProcessId;
import java.net.URI;
import java.util.Optional;

/** Knows which scheduler hosts a process that this node does not. Thread-safe; does not block. */
@FunctionalInterface
public interface SchedulerLocator {
  /** The base URL of the scheduler to ask; empty when that is this node. */
  Optional<URI> locate(ProcessId process);
}
