package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final InetAddress ONE = address(127, 0, 0, 1);
  private static final InetAddress OTHER = address(127, 0, 0, 2);

  @Test
  void bucketEmptiesAndFillsUpEvenly() {
    RateLimit limit = new RateLimit(6, 10);

    for (int i = 0; i < 6; i++) {
      assertTrue(limit.take(ONE, 1_000).isEmpty());
    }
    assertEquals(OptionalLong.of(10_000), limit.take(ONE, 1_000));
    assertTrue(limit.take(OTHER, 1_000).isEmpty());
    assertEquals(OptionalLong.of(1), limit.take(ONE, 10_999));
    assertTrue(limit.take(ONE, 11_000).isEmpty());
    assertEquals(OptionalLong.of(10_000), limit.take(ONE, 11_000));
  }

  @Test
  void longRestFillsOneBucketOnly() {
    RateLimit limit = new RateLimit(2, 10);
    limit.take(ONE, 0);

    assertTrue(limit.take(ONE, 10_000_000).isEmpty());
    assertTrue(limit.take(ONE, 10_000_000).isEmpty());
    assertEquals(OptionalLong.of(30_000), limit.take(ONE, 10_000_000));
  }

  @Test
  void clockThatGoesBackGivesNothing() {
    RateLimit limit = new RateLimit(1, 10);
    limit.take(ONE, 100_000);

    assertEquals(OptionalLong.of(60_000), limit.take(ONE, 0));
  }

  @Test
  void zeroIsNoLimit() {
    RateLimit limit = new RateLimit(0, 1);

    for (int i = 0; i < 1_000; i++) {
      assertTrue(limit.take(ONE, 0).isEmpty());
    }
  }

  @Test
  void addressesOfOneNetworkShareABucketInIpv6() throws UnknownHostException {
    RateLimit limit = new RateLimit(1, 10);
    byte[] bytes = new byte[16];
    bytes[0] = 0x20;
    limit.take(InetAddress.getByAddress(bytes), 0);
    bytes[15] = 1;

    assertTrue(limit.take(InetAddress.getByAddress(bytes), 0).isPresent());
    bytes[7] = 1;
    assertTrue(limit.take(InetAddress.getByAddress(bytes), 0).isEmpty());
  }

  @Test
  void addressThatAskedLongestAgoIsForgotten() {
    RateLimit limit = new RateLimit(1, 1);
    limit.take(ONE, 0);
    limit.take(OTHER, 0);

    assertTrue(limit.take(ONE, 0).isEmpty());
  }

  private static InetAddress address(int... bytes) {
    byte[] address = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      address[i] = (byte) bytes[i];
    }
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
