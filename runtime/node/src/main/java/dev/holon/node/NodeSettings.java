package dev.holon.node;

import com.typesafe.config.Config;
import dev.holon.core.compute.CheckpointSettings;
import dev.holon.core.messenger.ChainLimits;

/** Reads the node's settings; those of each module stand in its {@code reference.conf}. */
final class NodeSettings {
  private NodeSettings() {}

  /** When checkpoints are taken: {@code holon.checkpoints}. */
  static CheckpointSettings checkpoints(Config config) {
    Config checkpoints = config.getConfig("holon.checkpoints");
    return new CheckpointSettings(
        checkpoints.getInt("evaluation-count"),
        checkpoints.getDuration("interval"),
        checkpoints.getInt("keep-count"),
        checkpoints.getBytes("size-max"));
  }

  /** What one cause may set off: {@code holon.messenger.chains}. */
  static ChainLimits chains(Config config) {
    Config chains = config.getConfig("holon.messenger.chains");
    return new ChainLimits(
        chains.getInt("fan-out-max"),
        chains.getInt("depth-max"),
        chains.getLong("entries-max"),
        chains.getInt("per-second"),
        chains.getInt("burst"));
  }
}
