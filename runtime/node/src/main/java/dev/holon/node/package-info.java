/** The command line and the wiring, by hand, of a node: keys, stores, cluster, entities, HTTP. */
@NullMarked
package dev.holon.node;

import org.jspecify.annotations.NullMarked;
