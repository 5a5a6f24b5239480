package dev.holon.node;

import com.typesafe.config.Config;
import dev.holon.cluster.ClusterSettings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** Starts the actor system of a node that is its own cluster. */
final class ActorHost {
  private static final Duration JOIN_MAX = Duration.ofSeconds(60);
  private static final Duration JOIN_POLL = Duration.ofMillis(5);

  private ActorHost() {}

  /** A system whose node is up. */
  static ActorSystem<Void> startAlone(Config config) throws StartFailure {
    ActorSystem<Void> system =
        ActorSystem.create(Behaviors.empty(), ClusterSettings.SYSTEM_NAME, config);
    Cluster cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    long deadline = System.nanoTime() + JOIN_MAX.toNanos();
    while (!cluster.selfMember().status().equals(MemberStatus.up())) {
      if (System.nanoTime() > deadline) {
        system.terminate();
        throw new StartFailure("the node did not join its own cluster within " + JOIN_MAX);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(JOIN_POLL.toMillis()));
    }
    return system;
  }
}
