package dev.holon.simulation;

import dev.holon.core.FaultPoints;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends the node, as a power cut would, the n-th time it comes to a point: {@code
 * -Dholon.test.end-at=AFTER_ASSIGN:37}. Found by the node on the class path of these tests only.
 */
public final class EndAtFaultPoint implements FaultPoints {
  static final String PROPERTY = "holon.test.end-at";
  static final int EXIT_CODE = 77;

  private final String point;
  private final AtomicInteger left;

  /** Reads the property; without it nothing ever happens. */
  public EndAtFaultPoint() {
    String[] parts = System.getProperty(PROPERTY, ":0").split(":", 2);
    this.point = parts[0];
    this.left = new AtomicInteger(Integer.parseInt(parts[1]));
  }

  @Override
  public void reached(Point reached) {
    if (reached.name().equals(point) && left.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }
}
