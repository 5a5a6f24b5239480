package dev.holon.gateway;

import dev.holon.gateway.guard.GuardSettings;
import java.time.Duration;

/**
 * Where the port is and what it bears.
 *
 * @param host address to bind
 * @param port port to bind; 0 lets the system choose
 * @param limits constants of the surface
 * @param guard what slow clients may do
 * @param units what an operator sets
 */
public record GatewaySettings(
    String host, int port, GatewayLimits limits, GuardSettings guard, UnitSettings units) {
  public GatewaySettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be between 0 and 65535, got " + port);
    }
    if (guard.idleTimeout().compareTo(limits.requestTimeout()) <= 0) {
      throw new IllegalArgumentException(
          "idleTimeout "
              + guard.idleTimeout()
              + " must be longer than requestTimeout "
              + limits.requestTimeout());
    }
  }

  /**
   * The default limits at this address.
   *
   * @throws IllegalArgumentException when a setting of the units does not fit these limits
   */
  public static GatewaySettings at(String host, int port, UnitSettings units) {
    Duration requestTimeout = GatewayLimits.DEFAULT.requestTimeout();
    if (units.asks().noBusyWaitMax().compareTo(requestTimeout) >= 0) {
      throw new IllegalArgumentException(
          UnitSettings.PATH + ".no-busy-wait-max must be shorter than " + requestTimeout);
    }
    Duration idleTimeout = GuardSettings.DEFAULT.idleTimeout();
    if (units.live().heartbeat().compareTo(idleTimeout) >= 0) {
      throw new IllegalArgumentException(
          UnitSettings.PATH + ".live-heartbeat must be shorter than " + idleTimeout);
    }
    return new GatewaySettings(host, port, GatewayLimits.DEFAULT, GuardSettings.DEFAULT, units);
  }

  AskLimits asks() {
    return units.asks();
  }
}
