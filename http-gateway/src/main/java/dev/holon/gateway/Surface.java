package dev.holon.gateway;

import java.util.List;
import java.util.Optional;

/** The routes of one unit. */
interface Surface {
  /** Finds who serves the call; empty when it is none of this unit's. Never blocks. */
  default Optional<Match> find(Call call) {
    for (Route route : routes()) {
      if (route.isFor(call)) {
        return Optional.of(new Match(route, call, route.method() + " " + route.path()));
      }
    }
    return Optional.empty();
  }

  /** All that {@link #find} finds, tried in this order. */
  List<Route> routes();
}
