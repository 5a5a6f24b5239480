package dev.holon.core.compute;

import dev.holon.core.cron.BlockTimes;
import dev.holon.core.cron.Boundary;
import dev.holon.core.cron.CronSchedule;
import java.util.List;

/** Crons for tests. */
final class CronFixture {
  /** A block every minute since 1970. */
  static final BlockTimes MINUTE_BLOCKS =
      new BlockTimes() {
        @Override
        public long heightAt(long millis) {
          return millis / 60_000;
        }

        @Override
        public long timestampMillis(long height) {
          return height * 60_000;
        }

        @Override
        public long completeUntilMillis() {
          return Long.MAX_VALUE;
        }
      };

  static final CronSchedule NO_CRONS =
      new CronSchedule(List.of(), new Boundary(0, 0), MINUTE_BLOCKS);

  private CronFixture() {}
}
