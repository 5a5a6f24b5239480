/**
 * The ways in which logs settle: as transactions of Arweave, or as items for a bundler. Implements
 * {@link dev.holon.core.settlement.Courier} with the client of {@code dev.holon.arweave}.
 */
@NullMarked
package dev.holon.node.settlement;

import org.jspecify.annotations.NullMarked;
