/**
 * A cluster under faults: nodes in network namespaces of their own, a load that writes down every
 * call, faults drawn from a seed, and a judge who reads the history afterwards.
 */
@NullMarked
package dev.holon.simulation.fault;

import org.jspecify.annotations.NullMarked;
