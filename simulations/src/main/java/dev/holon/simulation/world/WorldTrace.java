package dev.holon.simulation.world;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The last things that happened, for whoever looks for the cause of a violation. */
final class WorldTrace {
  private final int linesMax;
  private final VirtualTime time;
  private final Deque<String> lines = new ArrayDeque<>();

  /**
   * @param linesMax 0 when nobody will ask
   */
  WorldTrace(VirtualTime time, int linesMax) {
    this.time = time;
    this.linesMax = linesMax;
  }

  void add(Supplier<String> what) {
    if (linesMax == 0) {
      return;
    }
    if (lines.size() == linesMax) {
      lines.removeFirst();
    }
    lines.add(String.format(Locale.ROOT, "%9.3f s  ", time.elapsedMillis() / 1e3) + what.get());
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
