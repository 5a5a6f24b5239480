package dev.holon.gateway;

/**
 * How the node's places are divided when many want them.
 *
 * @param readsInFlightMax requests that only read and are being worked on; what is left of the
 *     node's places is for writes
 * @param addressInFlightMax requests of one client address, if so many places are free
 * @param processInFlightMax requests that concern one process, if so many places are free
 * @param proxies whose word about a client's address counts
 */
public record LoadSettings(
    int readsInFlightMax, int addressInFlightMax, int processInFlightMax, TrustedProxies proxies) {

  public static final LoadSettings DEFAULT =
      new LoadSettings(1_536, 1_024, 1_024, TrustedProxies.NONE);

  public LoadSettings {
    if (readsInFlightMax < 1 || addressInFlightMax < 1 || processInFlightMax < 1) {
      throw new IllegalArgumentException("counts must be positive");
    }
  }
}
