package dev.holon.core.messenger;

import dev.holon.protocol.ProcessId;

/**
 * Names an outbox entry: the {@code index}th (from 0: messages, then spawns, then assignments) of a
 * slot's result. The cron ticks after a slot go on with its numbers.
 */
public record OutboxKey(ProcessId process, long slot, int index) {}
