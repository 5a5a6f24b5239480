package dev.holon.actors;

import dev.holon.core.cron.BlockTimes;
import dev.holon.core.cron.CronStore;
import dev.holon.core.scheduler.TimeFloors;

/**
 * What crons need of the world.
 *
 * @param store when to look at each process; blocks
 * @param floors what the logs promise; blocks
 * @param blocks when blocks were made
 */
public record CronPorts(CronStore store, TimeFloors floors, BlockTimes blocks) {}
