package dev.holon.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of a data item before it is signed. anchor: exactly 32 bytes or null. Arrays are
 * copied in and out, and compared by content.
 */
@SuppressWarnings("ArrayRecordComponent")
public record UnsignedItem(
    @Nullable Id target, byte @Nullable [] anchor, List<Tag> tags, byte[] data) {
  /**
   * Copies the content.
   *
   * @throws IllegalArgumentException when there is an anchor of another size than 32 bytes
   */
  public UnsignedItem {
    if (anchor != null && anchor.length != ItemLayout.REFERENCE_SIZE_BYTES) {
      throw new IllegalArgumentException("an anchor is 32 bytes, got " + anchor.length);
    }
    anchor = anchor == null ? null : anchor.clone();
    tags = List.copyOf(tags);
    data = data.clone();
  }

  /** Content without an anchor. */
  public static UnsignedItem of(@Nullable Id target, List<Tag> tags, byte[] data) {
    return new UnsignedItem(target, null, tags, data);
  }

  /**
   * The same content with an anchor.
   *
   * @throws IllegalArgumentException when it is not 32 bytes
   */
  public UnsignedItem withAnchor(byte[] newAnchor) {
    return new UnsignedItem(target, newAnchor, tags, data);
  }

  @Override
  public byte @Nullable [] anchor() {
    return anchor == null ? null : anchor.clone();
  }

  @Override
  public byte[] data() {
    return data.clone();
  }

  /**
   * Signs with the wallet; throws IllegalArgumentException when tags exceed the limits of {@link
   * ItemRules#OFFERED} or the item would not fit an array. The size of the data is not limited
   * here. An unpaired surrogate in a tag is written as a question mark.
   */
  public DataItem sign(Wallet wallet) {
    return new ItemWriter(wallet).write(target, anchor, tags, data);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UnsignedItem that
        && Objects.equals(target, that.target)
        && Arrays.equals(anchor, that.anchor)
        && tags.equals(that.tags)
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return Objects.hash(target, Arrays.hashCode(anchor), tags, Arrays.hashCode(data));
  }

  @Override
  public String toString() {
    return "UnsignedItem[target=" + target + ", tags=" + tags + ", " + data.length + " bytes]";
  }
}
