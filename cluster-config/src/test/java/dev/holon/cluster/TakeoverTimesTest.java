package dev.holon.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How the times of failure detection, downing and lease must lie to each other. */
class TakeoverTimesTest {
  private final Config config =
      ConfigFactory.parseResources("holon-cluster.conf")
          .withFallback(ConfigFactory.defaultReference())
          .resolve();

  // Two deaths within release-after: the second one's lease must be free when the rest decides, or
  // the majority ends itself.
  @Test
  void aDeadHoldersLeaseIsFreeBeforeItsDeathIsDecidedOn() {
    Duration decided =
        time("pekko.cluster.failure-detector.acceptable-heartbeat-pause")
            .plus(time("pekko.cluster.split-brain-resolver.stable-after"));
    assertTrue(time("holon-lease.heartbeat-timeout").compareTo(decided) < 0);
  }

  // One heartbeat may fail, as slowly as it can.
  @Test
  void aHolderMayMissAHeartbeat() {
    Duration late =
        time("holon-lease.heartbeat-interval")
            .multipliedBy(2)
            .plus(time("holon-lease.lease-operation-timeout"));
    assertTrue(late.compareTo(time("holon-lease.heartbeat-timeout")) < 0);
  }

  private Duration time(String path) {
    return config.getDuration(path);
  }
}
