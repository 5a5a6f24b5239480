package dev.holon.core.cron;

/** Time and block height of a log entry: what lies on either side of a gap. */
public record Boundary(long timestampMillis, long blockHeight) {}
