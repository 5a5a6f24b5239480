package dev.holon.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.sharding.ShardCoordinator;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Puts each shard on the node that wins it by rendezvous hashing (Thaler and Ravishankar, 1998):
 * the one with the highest hash of shard and address. The answer depends on nothing but the nodes
 * that are there, so entity types of the same nodes put the same shard on the same node without
 * speaking to each other, and a node that comes or goes moves its own share of the shards only.
 *
 * <p>Shards that a new node wins move to it some at a time, in the order of their names, for all
 * types alike, and only while the nodes stay the same from one look to the next: a move that meets
 * the death of a node holds up its shard.
 */
public final class RendezvousAllocation extends ShardCoordinator.AbstractShardAllocationStrategy {
  private final Address self;
  private final int movingMax;

  /** The regions at the last look; the coordinator asks from one thread at a time. */
  private Set<ActorRef> seen = Set.of();

  /**
   * @param self where this coordinator runs
   * @param movingMax shards that may move at a time
   */
  public RendezvousAllocation(Address self, int movingMax) {
    this.self = self;
    this.movingMax = movingMax;
  }

  @Override
  public Future<ActorRef> allocateShard(
      ActorRef requester, String shard, Map<ActorRef, IndexedSeq<String>> allocations) {
    return Future.successful(winner(shard, allocations.keySet()));
  }

  @Override
  public Future<Set<String>> rebalance(
      Map<ActorRef, IndexedSeq<String>> allocations, Set<String> moving) {
    Set<ActorRef> regions = Set.copyOf(allocations.keySet());
    boolean isCalm = regions.equals(seen);
    seen = regions;
    if (!moving.isEmpty() || !isCalm) {
      return Future.successful(Set.of());
    }
    Set<String> misplaced = new TreeSet<>();
    allocations.forEach(
        (region, shards) -> {
          for (String shard : CollectionConverters.asJava(shards)) {
            if (!winner(shard, allocations.keySet()).equals(region)) {
              misplaced.add(shard);
            }
          }
        });
    Set<String> next = new HashSet<>();
    misplaced.stream().limit(movingMax).forEach(next::add);
    return Future.successful(next);
  }

  private ActorRef winner(String shard, Collection<ActorRef> regions) {
    ActorRef best = null;
    long bestWeight = 0;
    for (ActorRef region : regions) {
      long weight = weight(shard, placeOf(region));
      if (best == null
          || weight > bestWeight
          || (weight == bestWeight && region.compareTo(best) < 0)) {
        best = region;
        bestWeight = weight;
      }
    }
    if (best == null) {
      throw new IllegalStateException("no node for shard " + shard);
    }
    return best;
  }

  /** The region's node; one on the coordinator's own has an address without a host. */
  private String placeOf(ActorRef region) {
    Address address = region.path().address();
    return (address.hasLocalScope() ? self : address).hostPort();
  }

  /** Spread evenly: a checksum, mixed as in SplittableRandom (Steele, Lea and Flood, 2014). */
  static long weight(String shard, String place) {
    CRC32C checksum = new CRC32C();
    checksum.update((shard + '@' + place).getBytes(StandardCharsets.UTF_8));
    long mixed = checksum.getValue() + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
