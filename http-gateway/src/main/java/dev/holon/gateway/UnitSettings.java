package dev.holon.gateway;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How the units serve: what of the HTTP surface an operator may set.
 *
 * @param asks what may be asked of processes' states
 */
public record UnitSettings(AskLimits asks) {
  /** Where the settings are, with their defaults in {@code reference.conf}. */
  public static final String PATH = "holon.gateway";

  public static final UnitSettings DEFAULT = new UnitSettings(AskLimits.DEFAULT);

  /**
   * Reads the settings at {@link #PATH}.
   *
   * @throws IllegalArgumentException listing all faults with their paths
   */
  public static UnitSettings of(Config config) {
    SettingsReader reader = new SettingsReader(config.getConfig(PATH));
    AskLimits asks =
        new AskLimits(
            reader.time("no-busy-wait-max", Duration.ofMillis(1)),
            reader.count("dry-runs-per-minute-max", 0),
            reader.count("dry-run-addresses-max", 1),
            reader.time("dry-run-age-max", Duration.ZERO),
            reader.bytes("state-bytes-max"));
    reader.check();
    return new UnitSettings(asks);
  }
}
