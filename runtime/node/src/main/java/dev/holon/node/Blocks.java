package dev.holon.node;

import dev.holon.core.cron.BlockTimes;
import dev.holon.gateway.BlockSource;

/** The blocks that all parts of a node count by. */
interface Blocks extends BlockSource, BlockTimes, AutoCloseable {
  @Override
  void close();
}
