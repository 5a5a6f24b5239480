/**
 * Transactions of the base layer that processes are assigned (ao.TN.1 §2.2, §4.8), and the port
 * through which the network is seen.
 */
@NullMarked
package dev.holon.core.baselayer;

import org.jspecify.annotations.NullMarked;
