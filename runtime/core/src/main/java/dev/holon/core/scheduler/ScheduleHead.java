package dev.holon.core.scheduler;

import dev.holon.protocol.Id;

/**
 * All that deciding the next slot needs: the newest entry's slot, time, height, assignment id and
 * hash chain.
 */
public record ScheduleHead(
    long slot, long timestampMillis, long blockHeight, Id assignmentId, Id hashChain) {}
