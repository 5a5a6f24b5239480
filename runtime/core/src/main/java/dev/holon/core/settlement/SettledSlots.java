package dev.holon.core.settlement;

import java.util.OptionalLong;

/**
 * How far a process's log is settled. Each is the last slot of an unbroken beginning of the log
 * whose bundles are at least so far; empty when not even slot 0 is.
 *
 * @param newest the newest slot of the log
 * @param queued recorded in a bundle
 * @param posted taken by a source
 * @param seen shown by a status
 * @param settled final
 */
public record SettledSlots(
    long newest,
    OptionalLong queued,
    OptionalLong posted,
    OptionalLong seen,
    OptionalLong settled) {}
