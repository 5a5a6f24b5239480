package dev.holon.gateway;

import java.time.Duration;

/**
 * What clients may ask of processes' states, and how long they may wait.
 *
 * @param noBusyWaitMax longest wait for a result with {@code no-busy}
 * @param dryRunsPerMinuteMax dry runs of one client address within a minute; 0: as many as it likes
 * @param addressesMax client addresses whose dry runs are counted; beyond, the one that asked
 *     longest ago is forgotten
 * @param dryRunAgeMax how old the state of a dry run may be when the client names no {@code
 *     x-max-age}
 * @param stateBytesMax largest state that is handed out
 */
public record AskLimits(
    Duration noBusyWaitMax,
    int dryRunsPerMinuteMax,
    int addressesMax,
    Duration dryRunAgeMax,
    long stateBytesMax) {

  /** 38 s, the reference's 6 dry runs a minute and 100 ms, states of 512 MiB. */
  public static final AskLimits DEFAULT =
      new AskLimits(Duration.ofSeconds(38), 6, 10_000, Duration.ofMillis(100), 512L << 20);

  public AskLimits {
    if (noBusyWaitMax.toMillis() < 1 || dryRunAgeMax.isNegative()) {
      throw new IllegalArgumentException("times must be positive");
    }
    if (dryRunsPerMinuteMax < 0 || addressesMax < 1 || stateBytesMax < 1) {
      throw new IllegalArgumentException("counts and sizes must be positive");
    }
  }
}
