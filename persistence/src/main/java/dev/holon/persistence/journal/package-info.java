/**
 * Writes the journal's events: group commit over all entities of the node by binary COPY.
 *
 * <p>Owns the writing half of the plugin's journal, its queue and connections; the plugin keeps the
 * reading half. Knows events as bytes and no log entries. Decision record 12.
 */
@NullMarked
package dev.holon.persistence.journal;

import org.jspecify.annotations.NullMarked;
