package dev.holon.gateway.remote;

import com.typesafe.config.Config;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the node finds schedulers of other clusters.
 *
 * @param gateways base URLs of Arweave gateways, asked in this order; none in a node that knows no
 *     other cluster
 * @param isPrivateAllowed whether schedulers may be on this machine or in its private networks
 */
public record RemoteSettings(List<URI> gateways, boolean isPrivateAllowed) {
  private static final String PATH = "holon.messenger";

  public RemoteSettings {
    gateways = List.copyOf(gateways);
  }

  /**
   * Reads {@code holon.messenger}.
   *
   * @throws IllegalArgumentException naming all faults
   */
  public static RemoteSettings of(Config config) {
    Config own = config.getConfig(PATH);
    List<URI> gateways = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (String text : own.getStringList("gateways")) {
      try {
        URI uri = new URI(text.replaceAll("/+$", ""));
        if (HttpTarget.objection(uri).isPresent()) {
          faults.add(text + ": " + HttpTarget.objection(uri).get());
        }
        gateways.add(uri);
      } catch (URISyntaxException e) {
        faults.add(text + " is no URL");
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(PATH + ".gateways: " + String.join("; ", faults));
    }
    return new RemoteSettings(gateways, own.getBoolean("allow-private-hosts"));
  }
}
