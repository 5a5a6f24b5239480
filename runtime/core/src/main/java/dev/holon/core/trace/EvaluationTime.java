package dev.holon.core.trace;

/**
 * When a slot was evaluated and how long it took. An observation of one node, no part of the
 * result.
 *
 * @param atMillis when it began, since the epoch
 * @param micros how long it took
 */
public record EvaluationTime(Place place, long atMillis, long micros) {}
