/**
 * A whole cluster in one thread: the rules of {@code dev.holon.core}, run by simulated nodes over a
 * simulated database and network, in virtual time, with faults that a seed draws. Whatever happens
 * in such a world happens again with the same seed.
 */
@NullMarked
package dev.holon.simulation.world;

import org.jspecify.annotations.NullMarked;
