/**
 * Thin Pekko shells round the rules of {@code dev.holon.core}: one sharded scheduler, compute and
 * messenger for each process in the whole cluster. They decide nothing; they load, ask the core,
 * persist, reply.
 */
@NullMarked
package dev.holon.actors;

import org.jspecify.annotations.NullMarked;
