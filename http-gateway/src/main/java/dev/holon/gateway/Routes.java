package dev.holon.gateway;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All units on one port: each below its prefixes, and all but the scheduler at the root too. At the
 * root the first that knows a route serves it.
 */
final class Routes implements Surface {
  private final List<Unit> units;

  Routes(List<Unit> units) {
    this.units = List.copyOf(units);
  }

  /**
   * One unit.
   *
   * @param prefix the first segment of its paths; empty when it has none of its own
   * @param place whether it is at the root as well
   */
  record Unit(String prefix, Place place, Surface surface) {
    static Unit atRoot(String prefix, Surface surface) {
      return new Unit(prefix, Place.ROOT_TOO, surface);
    }

    static Unit below(String prefix, Surface surface) {
      return new Unit(prefix, Place.PREFIX_ONLY, surface);
    }

    private Match named(Match match) {
      String path = isAtRoot() ? match.route().path() : "/" + prefix + match.route().path();
      return new Match(match.route(), match.call(), match.route().method() + " " + path);
    }

    private boolean isAtRoot() {
      return place == Place.ROOT_TOO;
    }

    private boolean isFor(Call call) {
      return call.depth() > 0 && !prefix.isEmpty() && prefix.equals(call.segment(0));
    }
  }

  /** Where a unit is found. */
  enum Place {
    ROOT_TOO,
    PREFIX_ONLY
  }

  @Override
  public Optional<Match> find(Call call) {
    boolean isPrefixed = isPrefixed(call);
    Call wanted = isPrefixed ? call.belowPrefix() : call;
    for (Unit unit : units) {
      if (isPrefixed ? unit.isFor(call) : unit.isAtRoot()) {
        Optional<Match> match = unit.surface().find(wanted);
        if (match.isPresent()) {
          return match.map(unit::named);
        }
      }
    }
    return Optional.empty();
  }

  private boolean isPrefixed(Call call) {
    for (Unit unit : units) {
      if (unit.isFor(call)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public List<Route> routes() {
    return units.stream().flatMap(unit -> unit.surface().routes().stream()).toList();
  }

  /**
   * Each route once, as {@code GET /result/{id}}: at the root where it is served there, else below
   * its prefix.
   */
  Set<String> documented() {
    Set<String> taken = new LinkedHashSet<>();
    List<String> shadowed = new ArrayList<>();
    for (Unit unit : units) {
      for (Route route : unit.surface().routes()) {
        boolean isServedAtRoot = unit.isAtRoot() && taken.add(route.method() + " " + route.path());
        if (!isServedAtRoot) {
          shadowed.add(route.method() + " /" + unit.prefix() + route.path());
        }
      }
    }
    taken.addAll(shadowed);
    return taken;
  }
}
