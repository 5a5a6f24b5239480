package dev.holon.actors;

import dev.holon.core.baselayer.BaseLayer;
import dev.holon.core.baselayer.TransactionStore;

/**
 * What assignments of the base layer's transactions need of the world.
 *
 * @param network where they are looked for
 * @param transactions where they are kept; blocks
 */
public record BaseLayerPorts(BaseLayer network, TransactionStore transactions) {}
