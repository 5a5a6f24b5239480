/**
 * Speaks HTTP to Arweave's nodes, gateways and bundlers (arweave.md §10, §11, §13).
 *
 * <p>What a source answers is checked against the id it was asked by wherever the id says something
 * of it, so any source will do; a source whose answer is not what was asked for counts as lying.
 * Nothing here blocks, unless it says so, and each call has a deadline. Knows nothing of ao.
 */
@NullMarked
package dev.holon.arweave.client;

import org.jspecify.annotations.NullMarked;
