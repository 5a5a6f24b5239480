/**
 * The base layer's formats: transactions of format 2, the merkle tree over their data, chunks and
 * their proofs.
 *
 * <p>Owns what is signed and hashed. Knows nothing of ao, of storage or of HTTP; the package {@code
 * client} speaks to nodes, gateways and bundlers. Implements arweave.md §8 and §9.
 */
@NullMarked
package dev.holon.arweave;

import org.jspecify.annotations.NullMarked;
