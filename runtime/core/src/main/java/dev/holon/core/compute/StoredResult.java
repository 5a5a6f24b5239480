package dev.holon.core.compute;

import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;

/**
 * The result of one slot as it is kept.
 *
 * @param timestampMillis the slot's timestamp
 * @param resultHash binds this result and all before it: SHA-256(previous result hash | encoded
 *     result)
 */
public record StoredResult(
    ProcessId process, long slot, long timestampMillis, Result result, Id resultHash) {}
