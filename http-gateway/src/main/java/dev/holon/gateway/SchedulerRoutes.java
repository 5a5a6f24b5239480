package dev.holon.gateway;

import dev.holon.protocol.ProcessId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A router's table (ao.TN.1 §2.6): processes that are pinned to a scheduler, and schedulers that
 * share all others. Each process goes to the scheduler whose URL gives the highest SHA-256 with its
 * id, so that routers need not agree on anything but the list, and a scheduler that is added takes
 * processes from all others alike.
 *
 * @param ownUrl this node's own URL in the list; empty when it only routes
 * @param urls base URLs of the schedulers, without a slash at the end
 * @param pinned processes with a scheduler of their own
 */
public record SchedulerRoutes(String ownUrl, List<URI> urls, Map<ProcessId, URI> pinned)
    implements SchedulerLocator {

  /** All processes are this node's. */
  public static final SchedulerRoutes NONE = new SchedulerRoutes("", List.of(), Map.of());

  public SchedulerRoutes {
    urls = List.copyOf(urls);
    pinned = Map.copyOf(pinned);
  }

  @Override
  public Optional<URI> locate(ProcessId process) {
    URI pin = pinned.get(process);
    Optional<URI> chosen =
        pin == null
            ? urls.stream().max((one, other) -> compare(process, one, other))
            : Optional.of(pin);
    return chosen.filter(url -> !url.toString().equals(ownUrl));
  }

  private static int compare(ProcessId process, URI one, URI other) {
    return Arrays.compareUnsigned(weight(process, one), weight(process, other));
  }

  private static byte[] weight(ProcessId process, URI url) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(process.id().toBytes());
      return digest.digest(url.toString().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
