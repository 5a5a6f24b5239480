package dev.holon.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ordered list of data items as one run of bytes (ANS-104 §3, arweave.md §6). Numbers are 256
 * bits, little endian.
 *
 * <pre>
 * offset         size  field
 *      0           32  count of items
 *     32   64 * count  for each item: its size (32), its id (32)
 *      .            .  the items, back to back, in the same order
 * </pre>
 *
 * <p>Items are checked for structure, not for their signatures. One bad item hides a whole bundle
 * at gateways, so verify every item before it is put into one.
 *
 * @param items in order
 */
public record Bundle(List<DataItem> items) {
  /** Bundles within bundles that {@link #flatten} follows: our own bound; the standard has none. */
  public static final int DEPTH_MAX = 8;

  /**
   * The tags of a transaction or item whose data is a bundle. Both are needed, and their case
   * counts.
   */
  public static final List<Tag> TAGS =
      List.of(new Tag("Bundle-Format", "binary"), new Tag("Bundle-Version", "2.0.0"));

  public Bundle {
    items = List.copyOf(items);
  }

  /** Whether the item's tags say that its data is a bundle. */
  public static boolean isBundle(DataItem item) {
    return item.tags().containsAll(TAGS);
  }

  /**
   * Reads a bundle that the network already holds, under {@link ItemRules#STORED}.
   *
   * @throws ItemException when the bytes are no legal bundle
   */
  public static Bundle parseStored(byte[] bytes) throws ItemException {
    return parse(bytes, ItemRules.STORED);
  }

  /**
   * Reads a bundle and its items under the given rules.
   *
   * @throws ItemException when the rules refuse the header or an item
   */
  public static Bundle parse(byte[] bytes, ItemRules rules) throws ItemException {
    return new BundleParser(bytes, rules).parse();
  }

  /**
   * The bundle's bytes.
   *
   * @throws IllegalArgumentException when they would not fit {@link
   *     ItemRules#STORED_SIZE_BYTES_MAX}
   */
  public byte[] toBytes() {
    long size = BundleParser.headerSize(items.size());
    for (DataItem item : items) {
      size += item.sizeBytes();
    }
    if (size > ItemRules.STORED_SIZE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a bundle of " + size + " bytes, limit " + ItemRules.STORED_SIZE_BYTES_MAX);
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    putNumber(bytes, items.size());
    for (DataItem item : items) {
      putNumber(bytes, item.sizeBytes());
      bytes.put(item.id().toBytes());
    }
    for (DataItem item : items) {
      bytes.put(item.toBytes());
    }
    return bytes.array();
  }

  /**
   * The items of this bundle and of all bundles within it, each item before those it holds.
   *
   * @throws ItemException when a bundle within is no bundle, or lies deeper than {@link #DEPTH_MAX}
   */
  public List<BundledItem> flatten(ItemRules rules) throws ItemException {
    List<BundledItem> found = new ArrayList<>();
    Deque<BundledItem> open = new ArrayDeque<>();
    push(open, this, null, 0);
    while (!open.isEmpty()) {
      BundledItem next = open.pop();
      found.add(next);
      if (isBundle(next.item())) {
        if (next.depth() == DEPTH_MAX) {
          throw new ItemException(
              ItemError.BUNDLE_DEPTH_LIMIT,
              "item " + next.item().id() + " holds a bundle at depth " + DEPTH_MAX);
        }
        push(
            open,
            parse(Bytes.of(next.item().data()).toArray(), rules),
            next.item().id(),
            next.depth() + 1);
      }
    }
    return found;
  }

  /**
   * Checks the signature of every item.
   *
   * @return the items in their order
   * @throws ItemException at the first invalid one
   */
  public List<VerifiedItem> verify(Verifier verifier) throws ItemException {
    List<VerifiedItem> verified = new ArrayList<>();
    for (DataItem item : items) {
      verified.add(verifier.verify(item));
    }
    return verified;
  }

  private static void push(Deque<BundledItem> open, Bundle bundle, @Nullable Id parent, int depth) {
    for (DataItem item : bundle.items.reversed()) {
      open.push(new BundledItem(item, parent, depth));
    }
  }

  private static void putNumber(ByteBuffer bytes, long value) {
    bytes.putLong(value).putLong(0).putLong(0).putLong(0);
  }
}
