package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

class UnitSettingsTest {
  @Test
  void referenceConfHasTheDefaults() {
    assertEquals(UnitSettings.DEFAULT, UnitSettings.of(ConfigFactory.load()));
  }

  @Test
  void allFaultsAreToldTogetherWithTheirPaths() {
    Config config =
        ConfigFactory.parseString(
                "holon.gateway { dry-runs-per-minute-max = -1, state-bytes-max = much }")
            .withFallback(ConfigFactory.load());

    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> UnitSettings.of(config))
                .getMessage());

    assertTrue(message.contains("holon.gateway.dry-runs-per-minute-max is -1"), message);
    assertTrue(message.contains("holon.gateway.state-bytes-max"), message);
  }
}
