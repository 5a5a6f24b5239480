/**
 * Where the log of a process is read from when it is to be checked or taken over: a node, a file of
 * {@code holon export}, bundles on Arweave, or another scheduler. Slots are given as they were
 * found; nothing here says whether they are right.
 */
@NullMarked
package dev.holon.node.log;

import org.jspecify.annotations.NullMarked;
