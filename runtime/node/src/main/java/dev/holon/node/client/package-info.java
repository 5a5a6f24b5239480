/**
 * The commands that speak to a running node over HTTP, like any client. Knows nothing of the node's
 * inside, so that a command loads little and starts quickly.
 */
@NullMarked
package dev.holon.node.client;

import org.jspecify.annotations.NullMarked;
