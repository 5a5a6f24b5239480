package dev.holon.gateway.remote;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a request goes.
 *
 * @param host as it is in the URL, without the brackets of an IPv6 address
 */
record HttpTarget(boolean isTls, String host, int port) {
  private static final int TLS_PORT = 443;
  private static final int PLAIN_PORT = 80;

  /** The target of a URL without {@link #objection}. */
  static HttpTarget of(URI uri) {
    boolean isTls = scheme(uri).equals("https");
    int port = uri.getPort() >= 0 ? uri.getPort() : isTls ? TLS_PORT : PLAIN_PORT;
    String host = uri.getHost();
    boolean isBracketed = host.startsWith("[") && host.endsWith("]");
    return new HttpTarget(isTls, isBracketed ? host.substring(1, host.length() - 1) : host, port);
  }

  /** Why the node does not send anything to this URL; empty when it may. */
  static Optional<String> objection(URI uri) {
    if (!scheme(uri).equals("https") && !scheme(uri).equals("http")) {
      return Optional.of("expected http or https");
    }
    if (uri.getHost() == null || uri.getHost().isEmpty()) {
      return Optional.of("it names no host");
    }
    if (uri.getRawUserInfo() != null) {
      return Optional.of("it names a user");
    }
    return Optional.empty();
  }

  private static String scheme(URI uri) {
    return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
  }

  /** Host and port, as breakers know them. */
  String place() {
    return host.toLowerCase(Locale.ROOT) + ":" + port;
  }
}
