/**
 * Keeps what must survive in PostgreSQL: the journal's tables, results, the outbox and records.
 *
 * <p>Owns the tables and their migrations, implements the store ports of {@code dev.holon.core},
 * and configures the journal plugin that the schedulers write through. Knows no actors and no HTTP.
 */
@NullMarked
package dev.holon.persistence;

import org.jspecify.annotations.NullMarked;
