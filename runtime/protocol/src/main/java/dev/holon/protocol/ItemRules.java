package dev.holon.protocol;

import java.util.Set;

/**
 * The limits on items, and the choices where the standard and its readers differ.
 *
 * @param itemSizeBytesMax size of the largest item to look at, in bytes
 * @param allowances what is tolerated
 */
public record ItemRules(int itemSizeBytesMax, Set<Allowance> allowances) {
  /** Tags of an item (ANS-104 §2.1). */
  public static final int TAG_COUNT_MAX = 128;

  /** Size of a tag's name (ANS-104 §2.1), in bytes. */
  public static final int TAG_NAME_SIZE_BYTES_MAX = 1024;

  /** Size of a tag's value (ANS-104 §2.1), in bytes. */
  public static final int TAG_VALUE_SIZE_BYTES_MAX = 3072;

  /**
   * Size of the whole tag block, in bytes: set by the client libraries' verifiers, not by the
   * standard.
   */
  public static final int TAG_BLOCK_SIZE_BYTES_MAX = 4096;

  /** Size of an item offered to us, in bytes: the reference messenger's limit on bodies. */
  public static final int OFFERED_SIZE_BYTES_MAX = 10 * 1024 * 1024;

  /**
   * Size of an item read back from the network, in bytes: our own bound, so that it fits an array
   * with ease.
   */
  public static final int STORED_SIZE_BYTES_MAX = 1024 * 1024 * 1024;

  /**
   * For items offered to us. The reference scheduler decodes and re-encodes tags before it checks
   * the signature, so an item whose block is not canonical UTF-8 would be accepted here and refused
   * there: refuse it too.
   */
  public static final ItemRules OFFERED = new ItemRules(OFFERED_SIZE_BYTES_MAX, Set.of());

  /** For items read back from the network: everything legal. */
  public static final ItemRules STORED =
      new ItemRules(STORED_SIZE_BYTES_MAX, Set.of(Allowance.values()));

  public ItemRules {
    if (itemSizeBytesMax < 0) {
      throw new IllegalArgumentException("negative size limit: " + itemSizeBytesMax);
    }
    allowances = Set.copyOf(allowances);
  }

  /** Something that some readers accept and some refuse. */
  public enum Allowance {
    /**
     * Several array blocks, sized blocks, numbers longer than needed, a terminator alone for no
     * tags.
     */
    NON_CANONICAL_TAGS,
    /** Names and values that are not UTF-8. */
    NON_UTF8_TAGS,
    /** Tags with an empty name. */
    EMPTY_TAG_NAMES,
    /** Bytes after the last item of a bundle. */
    BUNDLE_TRAILING_BYTES,
    /** The same item twice in a bundle. */
    BUNDLE_DUPLICATE_ITEMS
  }

  /** The same choices with another limit on the size of items, in bytes. */
  public ItemRules withItemSizeBytesMax(int sizeBytesMax) {
    return new ItemRules(sizeBytesMax, allowances);
  }

  /** Whether these rules tolerate it. */
  public boolean allows(Allowance allowance) {
    return allowances.contains(allowance);
  }
}
