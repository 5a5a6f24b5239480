package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holon.protocol.ProcessId;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnitSettingsTest {
  @Test
  void referenceConfHasTheDefaults() {
    assertEquals(UnitSettings.DEFAULT, UnitSettings.of(ConfigFactory.load()));
  }

  @Test
  void routesAreRead() {
    String process = "A".repeat(43);
    Config config =
        ConfigFactory.parseString(
                "holon.gateway.scheduler-routes { own-url = \"http://a/su\", urls = [\"http://a/su/\"], processes { "
                    + process
                    + " = \"https://b:1/su\" } }")
            .withFallback(ConfigFactory.load());

    SchedulerLocator locator = UnitSettings.of(config).locator();

    assertEquals(
        Optional.of(URI.create("https://b:1/su")), locator.locate(ProcessId.parse(process)));
    assertEquals(Optional.empty(), locator.locate(ProcessId.parse("B".repeat(42) + "A")));
  }

  @Test
  void allFaultsAreToldTogetherWithTheirPaths() {
    Config config =
        ConfigFactory.parseString(
                "holon.gateway { dry-runs-per-minute-max = -1, state-bytes-max = much, "
                    + "scheduler-routes { urls = [nowhere], processes { short = \"http://x\" } } }")
            .withFallback(ConfigFactory.load());

    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> UnitSettings.of(config))
                .getMessage());

    assertTrue(message.contains("holon.gateway.dry-runs-per-minute-max is -1"), message);
    assertTrue(message.contains("holon.gateway.state-bytes-max"), message);
    assertTrue(message.contains("'nowhere' is no URL"), message);
    assertTrue(message.contains("'short' is no id"), message);
  }

  @Test
  void waitsThatNoRequestOutlivesAreRefused() {
    Config config =
        ConfigFactory.parseString("holon.gateway.no-busy-wait-max = 45s")
            .withFallback(ConfigFactory.load());
    Config silent =
        ConfigFactory.parseString("holon.gateway.live-heartbeat = 60s")
            .withFallback(ConfigFactory.load());

    for (Config wrong : java.util.List.of(config, silent)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> GatewaySettings.at("127.0.0.1", 0, UnitSettings.of(wrong)));
    }
    assertEquals(0, GatewaySettings.at("127.0.0.1", 0, UnitSettings.DEFAULT).port());
  }
}
