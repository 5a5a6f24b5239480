/**
 * What a message caused, across processes: read from the logs, the results and the outbox, for
 * people. It decides nothing and no result depends on it.
 */
@NullMarked
package dev.holon.core.trace;

import org.jspecify.annotations.NullMarked;
