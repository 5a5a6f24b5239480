package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;

class TrustedProxiesTest {
  private static final TrustedProxies PROXIES =
      TrustedProxies.parse(List.of("10.0.0.0/8", "192.168.1.7", "fd00::/8"));

  private static String client(TrustedProxies proxies, String peer, String... forwarded)
      throws UnknownHostException {
    List<HttpHeader> headers =
        Stream.of(forwarded)
            .map(value -> (HttpHeader) RawHeader.create("X-Forwarded-For", value))
            .toList();
    HttpRequest request = HttpRequest.create().withHeaders(headers);
    return proxies.clientOf(request, InetAddress.getByName(peer)).getHostAddress();
  }

  @Test
  void strangersAreNotBelieved() throws UnknownHostException {
    assertEquals("203.0.113.9", client(PROXIES, "203.0.113.9", "198.51.100.1"));
    assertEquals("127.0.0.1", client(TrustedProxies.NONE, "127.0.0.1", "198.51.100.1"));
  }

  @Test
  void newestHopThatIsNoProxyIsTheClient() throws UnknownHostException {
    assertEquals("198.51.100.1", client(PROXIES, "10.1.1.1", "198.51.100.1"));
    assertEquals(
        "198.51.100.1", client(PROXIES, "192.168.1.7", "127.0.0.1, 198.51.100.1, 10.9.9.9"));
    assertEquals("198.51.100.1", client(PROXIES, "fd00::1", "127.0.0.1", "198.51.100.1"));
    assertEquals("198.51.100.1", client(PROXIES, "10.1.1.1", "198.51.100.1:4711"));
    assertEquals("2001:db8:0:0:0:0:0:1", client(PROXIES, "10.1.1.1", "[2001:db8::1]:80"));
  }

  @Test
  void whatDoesNotReadEndsTheSearch() throws UnknownHostException {
    assertEquals("10.1.1.1", client(PROXIES, "10.1.1.1", "client.example"));
    assertEquals("10.2.2.2", client(PROXIES, "10.1.1.1", "198.51.100.1, unknown, 10.2.2.2"));
    assertEquals("10.1.1.1", client(PROXIES, "10.1.1.1", "1"));
    assertEquals("10.1.1.1", client(PROXIES, "10.1.1.1"));
  }

  @Test
  void networksEndWhereTheyShould() throws UnknownHostException {
    TrustedProxies narrow = TrustedProxies.parse(List.of("10.0.0.0/30"));

    assertEquals("198.51.100.1", client(narrow, "10.0.0.3", "198.51.100.1"));
    assertEquals("10.0.0.4", client(narrow, "10.0.0.4", "198.51.100.1"));
  }

  @Test
  void badNetworksAreRefused() {
    for (String bad :
        List.of("", "proxy.example", "10.0.0.0/33", "10.0.0.0/x", "::1/129", "10.1")) {
      assertThrows(IllegalArgumentException.class, () -> TrustedProxies.parse(List.of(bad)), bad);
    }
  }
}
