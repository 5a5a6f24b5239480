package dev.holon.node;

import com.typesafe.config.Config;
import dev.holon.core.compute.CheckpointSettings;

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
}
