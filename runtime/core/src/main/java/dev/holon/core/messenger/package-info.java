/** What processes send: the outbox, and the items it becomes. */
@NullMarked
package dev.holon.core.messenger;

import org.jspecify.annotations.NullMarked;
