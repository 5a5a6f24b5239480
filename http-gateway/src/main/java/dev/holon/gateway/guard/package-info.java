/**
 * Protection of the port against clients that send too slowly. Sees raw bytes, before the HTTP
 * parser, and follows just enough of RFC 9112 to know whether a head or a body is being sent. Knows
 * nothing of routes.
 */
@NullMarked
package dev.holon.gateway.guard;

import org.jspecify.annotations.NullMarked;
