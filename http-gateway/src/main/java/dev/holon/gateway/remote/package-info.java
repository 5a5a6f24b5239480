/**
 * What the node sends to other machines on behalf of processes: finds schedulers of other clusters
 * and posts items to them (ao.TN.1 §2.6, §3.1). Addresses come from strangers, so every connection
 * is checked. Knows no routes of the node itself.
 */
@NullMarked
package dev.holon.gateway.remote;

import org.jspecify.annotations.NullMarked;
