/**
 * Streams that follow a process or a message: Server-Sent Events and WebSockets. What is sent is
 * read from the stores at the pace of its reader; nothing is queued for it but one page. Knows
 * nothing of routes.
 */
@NullMarked
package dev.holon.gateway.live;

import org.jspecify.annotations.NullMarked;
