/**
 * How nodes form a cluster: settings as records, their HOCON, sharding. Knows Pekko and nothing of
 * ao.
 */
@NullMarked
package dev.holon.cluster;

import org.jspecify.annotations.NullMarked;
