/** Wallets in files. Knows nothing of the node. */
@NullMarked
package dev.holon.node.keys;

import org.jspecify.annotations.NullMarked;
