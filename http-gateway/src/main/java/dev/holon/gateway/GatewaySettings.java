package dev.holon.gateway;

import dev.holon.gateway.guard.GuardSettings;

/**
 * Where the port is and what it bears.
 *
 * @param host address to bind
 * @param port port to bind; 0 lets the system choose
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

  /** The default limits at this address. */
  public static GatewaySettings at(String host, int port, UnitSettings units) {
    return new GatewaySettings(host, port, GatewayLimits.DEFAULT, GuardSettings.DEFAULT, units);
  }

  AskLimits asks() {
    return units.asks();
  }
}
