package dev.holon.arweave.client;

/**
 * What a node says of its network.
 *
 * @param network such as {@code arweave.N.1}
 * @param height of the newest block; -1 while the node has not joined
 */
public record NetworkInfo(String network, long height) {}
