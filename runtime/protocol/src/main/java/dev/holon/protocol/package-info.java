/**
 * The wire's values: data items (ANS-104), tags, ids, addresses, signatures, bundles, assignments
 * and results.
 *
 * <p>Owns every byte layout that leaves the node. Knows nothing of storage, actors or HTTP, reads
 * no clock and does no I/O. Implements ANS-104, the Arweave deep hash and the records of {@code
 * ao.TN.1}.
 */
@NullMarked
package dev.holon.protocol;

import org.jspecify.annotations.NullMarked;
