/**
 * The JSON of the wire: one class for each kind of object, written field by field in the order of
 * {@code ao.TN.1}. Knows nothing of HTTP.
 */
@NullMarked
package dev.holon.gateway.wire;

import org.jspecify.annotations.NullMarked;
