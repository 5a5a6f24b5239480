package dev.holon.core.compute;

import dev.holon.protocol.Id;

/** What replaying a slot needs to know of its stored result. */
public record Outcome(long slot, boolean isError, Id resultHash) {}
