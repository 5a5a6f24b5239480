package dev.holon.gateway;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How often each client address may do something: a bucket of {@code perMinuteMax} that fills up
 * within a minute. Addresses of IPv6 count by their first 64 bits, which is what one customer has.
 * Thread-safe.
 */
final class RateLimit {
  private static final long MINUTE_MILLIS = 60_000;
  private static final int PREFIX_BYTES = 8;

  private final int perMinuteMax;
  private final Map<String, Bucket> buckets;

  /**
   * @param perMinuteMax 0: no limit
   * @param addressesMax how many addresses are remembered
   */
  RateLimit(int perMinuteMax, int addressesMax) {
    this.perMinuteMax = perMinuteMax;
    this.buckets =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > addressesMax;
          }
        };
  }

  /**
   * @param credit what may be taken at {@code atMillis}, in 1/60,000 of one time
   */
  private record Bucket(long credit, long atMillis) {}

  /** Takes one; when there is none left, the time until there is one, in milliseconds. */
  synchronized OptionalLong take(InetAddress client, long nowMillis) {
    if (perMinuteMax == 0) {
      return OptionalLong.empty();
    }
    String key = keyOf(client);
    long full = perMinuteMax * MINUTE_MILLIS;
    Bucket before = buckets.getOrDefault(key, new Bucket(full, nowMillis));
    long passed = Math.min(MINUTE_MILLIS, Math.max(0, nowMillis - before.atMillis));
    long credit = Math.min(full, before.credit + passed * perMinuteMax);
    boolean isAllowed = credit >= MINUTE_MILLIS;
    buckets.put(key, new Bucket(isAllowed ? credit - MINUTE_MILLIS : credit, nowMillis));
    return isAllowed
        ? OptionalLong.empty()
        : OptionalLong.of((MINUTE_MILLIS - credit + perMinuteMax - 1) / perMinuteMax);
  }

  /** What counts as one client. */
  static String keyOf(InetAddress client) {
    byte[] bytes = client.getAddress();
    return HexFormat.of()
        .formatHex(bytes.length > PREFIX_BYTES ? Arrays.copyOf(bytes, PREFIX_BYTES) : bytes);
  }
}
