package dev.holon.core.meter;

/**
 * Counts what the stores hold. Costly: to be asked every few seconds, by one thread. Blocks, and
 * throws {@link dev.holon.core.StoreException} when the store cannot be reached.
 */
@FunctionalInterface
public interface FigureStore {
  ClusterFigures read();
}
