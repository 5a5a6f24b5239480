package dev.holon.gateway.guard;

import java.time.Duration;

/**
 * How long a client may keep a connection without using it.
 *
 * @param headDeadline longest wait for a complete request head, from its first byte; for a new
 *     connection also the longest wait for that first byte
 * @param bodyBytesPerSecondMin slowest acceptable body, averaged over the time spent waiting for it
 * @param bodyGrace how long a body may be slower than that
 * @param idleTimeout longest time without a byte in either direction
 */
public record GuardSettings(
    Duration headDeadline, int bodyBytesPerSecondMin, Duration bodyGrace, Duration idleTimeout) {

  /** 10 s for a head, 1 KiB/s after 10 s for a body, 60 s of silence. */
  public static final GuardSettings DEFAULT =
      new GuardSettings(
          Duration.ofSeconds(10), 1024, Duration.ofSeconds(10), Duration.ofSeconds(60));

  public GuardSettings {
    requirePositive("headDeadline", headDeadline);
    requirePositive("bodyGrace", bodyGrace);
    requirePositive("idleTimeout", idleTimeout);
    if (bodyBytesPerSecondMin < 1) {
      throw new IllegalArgumentException(
          "bodyBytesPerSecondMin must be at least 1, got " + bodyBytesPerSecondMin);
    }
  }

  private static void requirePositive(String name, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + " must be positive, got " + duration);
    }
  }
}
