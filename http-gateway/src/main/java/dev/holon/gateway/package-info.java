/**
 * The node's HTTP surface: the messenger, compute and scheduler units of {@code ao.TN.1} and a
 * stand-in for an Arweave gateway, all on one port.
 *
 * <p>Owns routes, wire JSON, limits and the guard against slow clients. Decides nothing about
 * processes: it checks bytes, asks {@link dev.holon.actors.ProcessUnits} and the stores, and writes
 * what they answer.
 */
@NullMarked
package dev.holon.gateway;

import org.jspecify.annotations.NullMarked;
