package dev.holon.protocol;

import java.util.Comparator;

/**
 * A tag with its bytes as they are on the wire, UTF-8 or not. Ordered by name, then value, bytes
 * unsigned.
 */
record RawTag(Bytes name, Bytes value) implements Comparable<RawTag> {
  private static final Comparator<RawTag> ORDER =
      Comparator.comparing(RawTag::name).thenComparing(RawTag::value);

  static RawTag of(Tag tag) {
    return new RawTag(Bytes.ofUtf8(tag.name()), Bytes.ofUtf8(tag.value()));
  }

  @Override
  public int compareTo(RawTag other) {
    return ORDER.compare(this, other);
  }
}
