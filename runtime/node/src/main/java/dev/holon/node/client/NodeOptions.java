package dev.holon.node.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Which node, how long, and in which form: the options of every command. */
public final class NodeOptions {
  @Option(
      names = "--node",
      paramLabel = "URL",
      defaultValue = "${env:HOLON_NODE:-http://127.0.0.1:8734}",
      description = "the node (default: environment HOLON_NODE, else http://127.0.0.1:8734)")
  private String url = "";

  @Option(names = "--json", description = "print JSON, one object a line")
  private boolean isJson;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "the longest wait for the node (default: ${DEFAULT-VALUE})")
  private int timeoutSeconds;

  /** Whether the answer is for a program. */
  public boolean isJson() {
    return isJson;
  }

  /**
   * A client of the node that gives up when the time is over.
   *
   * @throws IllegalArgumentException when an option has no usable value
   */
  public NodeHttp node() {
    if (timeoutSeconds < 1 || timeoutSeconds > 86_400) {
      throw new IllegalArgumentException("--timeout must be 1 to 86400 seconds");
    }
    return new NodeHttp(base(), Duration.ofSeconds(timeoutSeconds));
  }

  /**
   * A client of another node, with the same timeout.
   *
   * @throws IllegalArgumentException when that is no URL of a node
   */
  public NodeHttp other(String otherUrl) {
    NodeOptions other = new NodeOptions();
    other.url = otherUrl;
    other.timeoutSeconds = timeoutSeconds;
    return other.node();
  }

  private URI base() {
    String fault = "--node must be a URL such as http://127.0.0.1:8734, not '" + url + "'";
    try {
      URI base = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      boolean isHttp = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
      if (isHttp && base.getHost() != null && base.getRawQuery() == null) {
        return base;
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(fault, e);
    }
    throw new IllegalArgumentException(fault);
  }
}
