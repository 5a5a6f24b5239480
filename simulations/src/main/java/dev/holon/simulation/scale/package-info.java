/**
 * Measures nodes of its own: how many processes one bears, and what admitting an item costs. Starts
 * PostgreSQL and nodes on this machine, and fills tables through the node's codecs and stores.
 */
@NullMarked
package dev.holon.simulation.scale;

import org.jspecify.annotations.NullMarked;
