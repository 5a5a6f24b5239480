package dev.holon.actors;

import dev.holon.core.FaultPoints;
import dev.holon.core.messenger.ChainLimits;
import dev.holon.core.messenger.RemoteSchedulers;

/**
 * What the messengers of a node have besides its stores.
 *
 * @param remotes where items for processes of other clusters go
 * @param limits what one cause may set off
 * @param faults where a test ends the node
 */
public record Messaging(RemoteSchedulers remotes, ChainLimits limits, FaultPoints faults) {
  /** A node that knows no other one. */
  public static final Messaging LOCAL =
      new Messaging(RemoteSchedulers.none(), ChainLimits.DEFAULT, FaultPoints.NONE);
}
