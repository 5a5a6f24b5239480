/**
 * Orders the messages of a process: decides slots, timestamps and the hash chain, and reads the log
 * back.
 */
@NullMarked
package dev.holon.core.scheduler;

import org.jspecify.annotations.NullMarked;
