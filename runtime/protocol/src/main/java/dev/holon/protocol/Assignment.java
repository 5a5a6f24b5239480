package dev.holon.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler's statement about one slot (tag order of ao.TN.1). message is null for the
 * process's own slot 0.
 *
 * @param hashChain see {@link HashChain}
 * @param blockHeight height of the network when the slot was given, at most 12 digits
 * @param timestampMillis the scheduler's clock, milliseconds since 1970 UTC
 * @param exclude names of message fields that the process does not want to see
 */
public record Assignment(
    ProcessId process,
    long slot,
    Id hashChain,
    long blockHeight,
    long timestampMillis,
    @Nullable Id message,
    List<String> exclude) {

  /** The largest block height that 12 digits hold. */
  public static final long BLOCK_HEIGHT_MAX = 999_999_999_999L;

  private static final String TYPE = "Assignment";

  /** The outer counter of legacynet, always zero. */
  private static final String EPOCH = "0";

  public Assignment {
    if (slot < 0 || timestampMillis < 0 || blockHeight < 0 || blockHeight > BLOCK_HEIGHT_MAX) {
      throw new IllegalArgumentException(
          "slot "
              + slot
              + ", timestamp "
              + timestampMillis
              + ", block height "
              + blockHeight
              + ": out of range");
    }
    exclude = List.copyOf(exclude);
  }

  /**
   * Builds the signed assignment item: no target, the given 32-byte anchor, empty data.
   *
   * @throws IllegalArgumentException when the anchor has another size or {@code exclude} exceeds
   *     the limits on tags
   */
  public DataItem sign(Wallet scheduler, byte[] anchor) {
    return new UnsignedItem(null, anchor, tags(), new byte[0]).sign(scheduler);
  }

  /** The tags of the assignment item, in the order of ao-protocol.md §1.4. */
  public List<Tag> tags() {
    List<Tag> tags = new ArrayList<>();
    tags.add(new Tag("Process", process.toString()));
    tags.add(new Tag("Epoch", EPOCH));
    tags.add(new Tag("Nonce", Long.toString(slot)));
    tags.add(new Tag("Hash-Chain", hashChain.toString()));
    tags.add(new Tag("Block-Height", String.format(Locale.ROOT, "%012d", blockHeight)));
    tags.add(new Tag("Timestamp", Long.toString(timestampMillis)));
    tags.add(new Tag("Data-Protocol", "ao"));
    tags.add(new Tag("Type", TYPE));
    tags.add(new Tag("Variant", "ao.TN.1"));
    if (message != null) {
      tags.add(new Tag("Message", message.toString()));
    }
    for (String name : exclude) {
      tags.add(new Tag("Exclude", name));
    }
    return List.copyOf(tags);
  }

  /** Reads an assignment item's tags; throws ItemException when one is missing or malformed. */
  public static Assignment read(DataItem item) throws ItemException {
    TagFields fields = new TagFields(item);
    fields.requireText("Type", TYPE);
    fields.requireText("Epoch", EPOCH);
    return new Assignment(
        new ProcessId(fields.id("Process")),
        fields.number("Nonce", Long.MAX_VALUE),
        fields.id("Hash-Chain"),
        fields.number("Block-Height", BLOCK_HEIGHT_MAX),
        fields.number("Timestamp", Long.MAX_VALUE),
        fields.has("Message") ? fields.id("Message") : null,
        fields.all("Exclude"));
  }
}
