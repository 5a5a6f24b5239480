/**
 * Takes over logs that were written elsewhere into a database that no node uses now: from a file of
 * {@code holon export}, or from what settled on Arweave. Everything is checked as {@code holon
 * verify} does before anything of a log is stored.
 */
@NullMarked
package dev.holon.node.takeover;

import org.jspecify.annotations.NullMarked;
