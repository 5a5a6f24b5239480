package dev.holon.core.trace;

import dev.holon.protocol.ProcessId;

/** A slot of a process. */
public record Place(ProcessId process, long slot) {}
