package dev.holon.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.EmptyLocalActorRef;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.RootActorPath;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Await;
import scala.concurrent.duration.Duration;
import scala.jdk.javaapi.CollectionConverters;

class RendezvousAllocationTest {
  private static final int SHARDS = 1_000;
  private static final ActorSystem SYSTEM = ActorSystem.create("allocation");
  private static final Address SELF = new Address("pekko", "holon", "10.0.0.1", 25_520);

  @AfterAll
  static void stop() {
    SYSTEM.terminate();
  }

  @Test
  void typesOfTheSameNodesAgreeWhoeverCoordinatesThem() throws Exception {
    Map<String, String> schedulers = placed("scheduler", "10.0.0.1", "10.0.0.2", "10.0.0.3");
    Map<String, String> computes = placed("compute", "10.0.0.3", "10.0.0.2", "10.0.0.1");

    assertEquals(schedulers, computes);
    for (String node : List.of("10.0.0.1", "10.0.0.2", "10.0.0.3")) {
      long share = schedulers.values().stream().filter(node::equals).count();
      assertTrue(share > SHARDS / 4 && share < SHARDS / 2, node + " has " + share);
    }
  }

  @Test
  void onlyTheShardsOfANodeThatGoesMove() throws Exception {
    Map<String, String> before = placed("scheduler", "10.0.0.1", "10.0.0.2", "10.0.0.3");
    Map<String, String> after = placed("scheduler", "10.0.0.1", "10.0.0.3");

    before.forEach(
        (shard, node) ->
            assertTrue(node.equals("10.0.0.2") || node.equals(after.get(shard)), shard));
  }

  @Test
  void coordinatorsOwnNodeCountsWithItsAddress() throws Exception {
    ActorRef local = region(new Address("pekko", "holon"), "scheduler");
    Map<ActorRef, IndexedSeq<String>> regions = new HashMap<>();
    regions.put(local, shards(List.of()));
    regions.put(region(node("10.0.0.2"), "scheduler"), shards(List.of()));
    Map<String, String> seenFromOutside = placed("scheduler", "10.0.0.1", "10.0.0.2");

    for (int shard = 0; shard < SHARDS; shard++) {
      String name = Integer.toString(shard);
      boolean isHere = allocate(name, regions).equals(local);
      assertEquals(seenFromOutside.get(name).equals("10.0.0.1"), isHere, name);
    }
  }

  @Test
  void newNodeGetsItsShareSomeAtATimeAndNothingElseMoves() throws Exception {
    Map<ActorRef, IndexedSeq<String>> regions = new HashMap<>();
    Map<String, String> before = placed("scheduler", "10.0.0.1", "10.0.0.2");
    for (String host : List.of("10.0.0.1", "10.0.0.2", "10.0.0.3")) {
      List<String> here =
          before.keySet().stream().filter(shard -> before.get(shard).equals(host)).toList();
      regions.put(region(node(host), "scheduler"), shards(here));
    }
    Map<String, String> after = placed("scheduler", "10.0.0.1", "10.0.0.2", "10.0.0.3");
    Set<String> wanted = new TreeSet<>();
    after.forEach(
        (shard, host) -> {
          if (host.equals("10.0.0.3")) {
            wanted.add(shard);
          }
        });

    RendezvousAllocation allocation = allocation();
    assertEquals(Set.of(), rebalance(allocation, regions, Set.of()), "the node has just come");
    Set<String> moved = rebalance(allocation, regions, Set.of());

    assertEquals(50, moved.size());
    assertTrue(wanted.containsAll(moved));
    assertEquals(Set.of(), rebalance(allocation, regions, Set.of("7")), "one round at a time");
    regions.remove(region(node("10.0.0.2"), "scheduler"));
    assertEquals(Set.of(), rebalance(allocation, regions, Set.of()), "a node has just gone");
  }

  private static Map<String, String> placed(String type, String... hosts) throws Exception {
    Map<ActorRef, IndexedSeq<String>> regions = new HashMap<>();
    for (String host : hosts) {
      regions.put(region(node(host), type), shards(List.of()));
    }
    Map<String, String> places = new HashMap<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      String name = Integer.toString(shard);
      places.put(name, allocate(name, regions).path().address().host().get());
    }
    return places;
  }

  private static RendezvousAllocation allocation() {
    return new RendezvousAllocation(SELF, 50);
  }

  private static ActorRef allocate(String shard, Map<ActorRef, IndexedSeq<String>> regions)
      throws Exception {
    return Await.result(
        allocation().allocateShard(ActorRef.noSender(), shard, regions), Duration.create("5s"));
  }

  private static Set<String> rebalance(
      RendezvousAllocation allocation,
      Map<ActorRef, IndexedSeq<String>> regions,
      Set<String> moving)
      throws Exception {
    return Await.result(allocation.rebalance(regions, moving), Duration.create("5s"));
  }

  private static IndexedSeq<String> shards(List<String> names) {
    return CollectionConverters.asScala(names).toIndexedSeq();
  }

  private static Address node(String host) {
    return new Address("pekko", "holon", host, 25_520);
  }

  private static ActorRef region(Address address, String type) {
    ActorPath path = new RootActorPath(address, "/").child("system").child("sharding").child(type);
    // An address without an actor.
    return new EmptyLocalActorRef(
        ((ExtendedActorSystem) SYSTEM).provider(), path, SYSTEM.eventStream());
  }
}
