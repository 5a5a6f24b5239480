package dev.holon.gateway;

import com.typesafe.config.Config;
import dev.holon.core.trace.TraceLimits;
import dev.holon.gateway.live.LiveLimits;
import java.time.Duration;

/**
 * How the units serve: what of the HTTP surface an operator may set.
 *
 * @param asks what may be asked of processes' states
 * @param trace how much one trace shows
 * @param live what live streams may cost
 * @param load how the places of the node are divided
 * @param locator where processes are that this node does not host
 */
public record UnitSettings(
    AskLimits asks,
    TraceLimits trace,
    LiveLimits live,
    LoadSettings load,
    SchedulerLocator locator) {
  /** Where the settings are, with their defaults in {@code reference.conf}. */
  public static final String PATH = "holon.gateway";

  public static final UnitSettings DEFAULT =
      new UnitSettings(
          AskLimits.DEFAULT,
          TraceLimits.DEFAULT,
          LiveLimits.DEFAULT,
          LoadSettings.DEFAULT,
          SchedulerRoutes.NONE);

  /**
   * Reads the settings at {@link #PATH}.
   *
   * @throws IllegalArgumentException listing all faults with their paths
   */
  public static UnitSettings of(Config config) {
    SettingsReader reader = SettingsReader.at(config, PATH);
    AskLimits asks =
        new AskLimits(
            reader.time("no-busy-wait-max", Duration.ofMillis(1)),
            reader.count("dry-runs-per-minute-max", 0),
            reader.count("dry-run-addresses-max", 1),
            reader.time("dry-run-age-max", Duration.ZERO),
            reader.bytes("state-bytes-max"));
    TraceLimits trace =
        new TraceLimits(
            reader.count("trace-depth-max", 0),
            reader.count("trace-width-max", 1),
            reader.count("trace-nodes-max", 1),
            reader.bytes("trace-result-bytes-max"));
    LiveLimits live =
        new LiveLimits(
            reader.count("live-subscribers-max", 0),
            reader.count("live-page-entries", 1),
            reader.bytes("live-result-bytes-max"),
            reader.time("live-heartbeat", Duration.ofMillis(1)),
            reader.time("live-slow-reader-max", Duration.ofMillis(1)),
            reader.time("live-duration-max", Duration.ofMillis(1)),
            reader.time("live-poll-interval", Duration.ofMillis(10)));
    LoadSettings load =
        new LoadSettings(
            reader.count("reads-in-flight-max", 1),
            reader.count("address-in-flight-max", 1),
            reader.count("process-in-flight-max", 1),
            reader.proxies("trusted-proxies"));
    SchedulerRoutes routes =
        new SchedulerRoutes(
            reader.text("scheduler-routes.own-url"),
            reader.urls("scheduler-routes.urls"),
            reader.urlsByProcess("scheduler-routes.processes"));
    reader.check();
    return new UnitSettings(asks, trace, live, load, routes);
  }
}
