/**
 * The database as the meeting point and the arbiter of a cluster's nodes. Knows nothing of ao. Uses
 * connections of its own, so that full pools and long queries do not decide who is alive.
 */
@NullMarked
package dev.holon.persistence.cluster;

import org.jspecify.annotations.NullMarked;
