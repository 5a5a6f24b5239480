/** Load on a node, over HTTP like any client's. Knows the wire and nothing of the node's inside. */
@NullMarked
package dev.holon.simulation;

import org.jspecify.annotations.NullMarked;
