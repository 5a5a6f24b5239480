/**
 * The GraphQL of an Arweave gateway over the node's own stores. Knows the schema in {@code
 * gateway.graphqls} and nothing of HTTP. Its answers are the node's claims; whoever needs certainty
 * fetches the item and checks its signature.
 */
@NullMarked
package dev.holon.gateway.graphql;

import org.jspecify.annotations.NullMarked;
