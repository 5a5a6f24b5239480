package dev.holon.core.compute;

import dev.holon.protocol.Bytes;

/**
 * A process's state as its engine writes it; equal states have equal bytes.
 *
 * @param slot the slot after which it was taken, with that slot's time and height
 */
public record ProcessState(Bytes bytes, long slot, long timestampMillis, long blockHeight) {}
