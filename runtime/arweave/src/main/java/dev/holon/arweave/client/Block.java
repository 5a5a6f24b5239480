package dev.holon.arweave.client;

import dev.holon.protocol.Bytes;

/**
 * A block as a source tells it; its id cannot be checked without the whole chain.
 *
 * @param id 48 bytes
 * @param previous the id of the block below, 48 bytes; none for the first block of a network
 */
public record Block(long height, Bytes id, Bytes previous, long timestampMillis) {}
