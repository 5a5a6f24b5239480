package dev.holon.core.settlement;

import dev.holon.protocol.Id;
import java.util.List;

/**
 * What a bundle is made of: enough to make the same bytes again from the journal.
 *
 * @param modules items of modules, before the entries
 * @param sizeBytes of the bundle
 * @param hash SHA-256 of the bundle
 * @param oldestMillis timestamp of the oldest entry
 */
public record BundleContent(
    FeedRange range, List<Id> modules, long sizeBytes, Id hash, long oldestMillis) {
  public BundleContent {
    modules = List.copyOf(modules);
  }
}
