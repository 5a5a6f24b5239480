package dev.holon.simulation.world;

import java.util.List;

/** What goes wrong in a world, and when; afterwards all is well again. */
final class FaultScript {
  private static final int BEGIN_WITHIN_MILLIS = 22_000;
  private static final int LAST_MILLIS = 9_000;
  private static final int SKEW_MAX_MILLIS = 20_000;
  private static final int SLOW_TIMES = 20;

  private enum Kind {
    CRASH,
    CRASH_ALL,
    PARTITION,
    DATABASE_AWAY,
    DATABASE_SLOW,
    CLOCK,
    MOVE
  }

  private final World world;

  FaultScript(World world, WorldPlan plan) {
    this.world = world;
    for (int i = 0; i < plan.faults(); i++) {
      world.time().after(world.chance().between(500, BEGIN_WITHIN_MILLIS), this::happen);
    }
    world.time().after(endMillis(), this::heal);
  }

  /** From here on nothing goes wrong but what always may. */
  long endMillis() {
    return BEGIN_WITHIN_MILLIS + LAST_MILLIS;
  }

  private void happen() {
    Kind kind = world.chance().oneOf(List.of(Kind.values()));
    SimulatedNode node = world.chance().oneOf(world.nodes());
    int lasts = world.chance().between(100, LAST_MILLIS);
    world.trace().add(() -> "fault: %s at %s for %d ms".formatted(kind, node, lasts));
    switch (kind) {
      case CRASH -> crash(node, lasts);
      case CRASH_ALL -> world.nodes().forEach(each -> crash(each, lasts));
      case PARTITION -> {
        world.network().part(List.of(node.number()));
        world.time().after(lasts, world.network()::heal);
      }
      case DATABASE_AWAY -> {
        world.database().setAway(true);
        world.time().after(lasts, () -> world.database().setAway(false));
      }
      case DATABASE_SLOW -> {
        world.database().setSlowness(SLOW_TIMES);
        world.time().after(lasts, () -> world.database().setSlowness(1));
      }
      case CLOCK -> {
        node.setSkew(world.chance().between(-SKEW_MAX_MILLIS, SKEW_MAX_MILLIS));
        world.time().after(lasts, () -> node.setSkew(0));
      }
      case MOVE -> node.forget();
    }
  }

  private void crash(SimulatedNode node, long lasts) {
    if (node.isUp()) {
      node.crash();
      world.restartLater(node, lasts);
    }
  }

  private void heal() {
    world.network().heal();
    world.database().setAway(false);
    world.database().setSlowness(1);
    world.nodes().forEach(node -> node.setSkew(0));
  }
}
