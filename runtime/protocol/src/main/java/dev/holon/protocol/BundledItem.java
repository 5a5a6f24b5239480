package dev.holon.protocol;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An item found in a bundle or in a bundle within it.
 *
 * @param parent the item whose data is the bundle the item lies in; null when that is the outermost
 *     bundle
 * @param depth how many bundles lie between the item and the outermost one, from 0
 */
public record BundledItem(DataItem item, @Nullable Id parent, int depth) {
  /** The item whose data is the bundle that holds this one; empty in the outermost bundle. */
  public Optional<Id> bundledIn() {
    return Optional.ofNullable(parent);
  }
}
