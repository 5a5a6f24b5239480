/**
 * Checks a process from outside: its log from a node or a file, what the scheduler and the senders
 * signed, and the results that follow from it. Trusts nothing that it is told and can recompute.
 */
@NullMarked
package dev.holon.node.verify;

import org.jspecify.annotations.NullMarked;
