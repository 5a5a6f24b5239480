/**
 * What the node counts and measures, and the port through which its parts say so. Knows no format
 * and no library of metrics; docs/metrics.md describes each.
 */
@org.jspecify.annotations.NullMarked
package dev.holon.core.meter;
