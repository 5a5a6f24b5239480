/**
 * Keeps what the node measures, and shows it as Prometheus reads it. The one place that knows
 * Micrometer.
 */
@org.jspecify.annotations.NullMarked
package dev.holon.node.meter;
