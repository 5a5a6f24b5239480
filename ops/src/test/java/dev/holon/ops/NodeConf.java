package dev.holon.ops;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import java.util.List;
import java.util.Map;

/** The settings that the chart gives the nodes of one workload, as the node reads them. */
record NodeConf(Config config) {
  private static final Config POD = ConfigFactory.parseMap(Map.of("HOLON_POD_IP", "10.0.0.7"));

  static NodeConf of(Chart chart, String workload) {
    String text = chart.get("ConfigMap", workload).at("/data/node.conf").asText();
    return new NodeConf(
        ConfigFactory.parseString(text).resolveWith(POD, ConfigResolveOptions.noSystem()));
  }

  List<String> roles() {
    return config.getStringList("holon.node.roles");
  }
}
