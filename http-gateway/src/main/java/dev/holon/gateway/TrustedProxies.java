package dev.holon.gateway;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * The proxies that an operator put before the node. Only they may say who a client is: anybody can
 * write {@code X-Forwarded-For}.
 *
 * @param networks where they are
 */
public record TrustedProxies(List<Network> networks) {
  /** Every connection's other end is the client. */
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  private static final String HEADER = "x-forwarded-for";

  public TrustedProxies {
    networks = List.copyOf(networks);
  }

  /**
   * Reads addresses and networks such as {@code 10.1.2.3}, {@code 10.0.0.0/8}, {@code fd00::/8}.
   *
   * @throws IllegalArgumentException naming the first that does not read
   */
  static TrustedProxies parse(List<String> texts) {
    return new TrustedProxies(texts.stream().map(Network::parse).toList());
  }

  /**
   * Who sent the request: the last address of the header that is no proxy's, if the connection
   * comes from a proxy, else its other end. What does not read ends the search at the proxy that
   * passed it on.
   */
  InetAddress clientOf(HttpRequest request, InetAddress peer) {
    if (networks.isEmpty() || !isProxy(peer)) {
      return peer;
    }
    InetAddress client = peer;
    for (String text : hopsNewestFirst(request)) {
      Optional<InetAddress> hop = address(withoutPort(text));
      if (hop.isEmpty()) {
        return client;
      }
      client = hop.get();
      if (!isProxy(client)) {
        return client;
      }
    }
    return client;
  }

  private static List<String> hopsNewestFirst(HttpRequest request) {
    List<String> hops = new ArrayList<>();
    for (HttpHeader header : request.getHeaders()) {
      if (header.lowercaseName().equals(HEADER)) {
        for (String hop : header.value().split(",", -1)) {
          hops.add(hop.strip());
        }
      }
    }
    return hops.reversed();
  }

  private boolean isProxy(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address.getAddress()));
  }

  /** {@code 1.2.3.4:80} and {@code [::1]:80}, as some proxies write it. */
  private static String withoutPort(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return end < 0 ? text : text.substring(1, end);
    }
    int colon = text.indexOf(':');
    return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
  }

  /** An address in digits; never asks a name server. */
  private static Optional<InetAddress> address(String text) {
    boolean isV6 = text.indexOf(':') >= 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isAllowed =
          (c >= '0' && c <= '9') || c == '.' || (isV6 && (c == ':' || Character.digit(c, 16) >= 0));
      if (!isAllowed) {
        return Optional.empty();
      }
    }
    if (!isV6 && text.split("\\.", -1).length != 4) {
      return Optional.empty();
    }
    try {
      // Digits, dots and colons only: a literal.
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /**
   * Addresses that begin alike.
   *
   * @param first an address in it
   * @param prefixBits how many bits all its addresses share
   */
  record Network(InetAddress first, int prefixBits) {
    static Network parse(String text) {
      int slash = text.indexOf('/');
      String literal = slash < 0 ? text : text.substring(0, slash);
      InetAddress first =
          address(literal)
              .orElseThrow(
                  () -> new IllegalArgumentException("'" + text + "' is no address or network"));
      int bits = first.getAddress().length * Byte.SIZE;
      int prefix = slash < 0 ? bits : prefix(text, text.substring(slash + 1), bits);
      return new Network(first, prefix);
    }

    private static int prefix(String text, String digits, int max) {
      try {
        int prefix = Integer.parseInt(digits);
        if (prefix >= 0 && prefix <= max) {
          return prefix;
        }
      } catch (NumberFormatException e) {
        // Told below.
      }
      throw new IllegalArgumentException(
          "'" + text + "' is no network: its prefix must be 0 to " + max);
    }

    boolean contains(byte[] address) {
      byte[] bytes = first.getAddress();
      if (address.length != bytes.length) {
        return false;
      }
      for (int bit = 0; bit < prefixBits; bit++) {
        int mask = 0x80 >> (bit % Byte.SIZE);
        if (((address[bit / Byte.SIZE] ^ bytes[bit / Byte.SIZE]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
