package dev.holon.arweave.client;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where a client finds the network, and what it grants an answer.
 *
 * @param gateways base URLs of nodes and gateways, in the order of preference; not empty
 * @param deadline for one answer, from the connection to its last byte
 * @param hedgeAfter how long one source may be silent before the next is asked as well
 * @param dataBytesMax the most data of one transaction or item that is held in memory
 * @param cache where checked transactions and items are kept; empty: nowhere
 */
public record ArweaveSettings(
    List<URI> gateways,
    Duration deadline,
    Duration hedgeAfter,
    long dataBytesMax,
    Optional<Cache> cache) {

  /** A folder for what never changes, and the most bytes in it. */
  public record Cache(Path folder, long bytesMax) {}

  /** Takes base URLs with or without a slash at their end. */
  public ArweaveSettings {
    if (gateways.isEmpty()) {
      throw new IllegalArgumentException("a client of Arweave needs a gateway");
    }
    gateways = gateways.stream().map(ArweaveSettings::withoutSlash).toList();
  }

  /** Ten seconds for an answer, one before the next source is asked, 32 MiB, no cache. */
  public static ArweaveSettings of(List<URI> gateways) {
    return new ArweaveSettings(
        gateways, Duration.ofSeconds(10), Duration.ofSeconds(1), 32L << 20, Optional.empty());
  }

  /** The same with a cache. */
  public ArweaveSettings withCache(Cache newCache) {
    return new ArweaveSettings(gateways, deadline, hedgeAfter, dataBytesMax, Optional.of(newCache));
  }

  private static URI withoutSlash(URI uri) {
    String text = uri.toString();
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '/') {
      end--;
    }
    return URI.create(text.substring(0, end));
  }
}
