package dev.holon.protocol;

import java.util.Arrays;
import java.util.Base64;

/**
 * A 32-byte identifier: of a data item (SHA-256 of its signature), a link of a hash chain, a
 * result. Written as 43 characters of base64url without padding. Immutable.
 */
public final class Id implements Comparable<Id> {
  /** Size of every id, in bytes. */
  public static final int SIZE_BYTES = 32;

  /** Length of an id's text, in characters. */
  public static final int TEXT_LENGTH = 43;

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private final byte[] bytes;

  private Id(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Copies 32 bytes.
   *
   * @throws IllegalArgumentException when the length is not 32
   */
  public static Id of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /**
   * Copies 32 bytes out of a larger array.
   *
   * @throws IllegalArgumentException when {@code length} is not 32
   */
  public static Id of(byte[] source, int offset, int length) {
    if (length != SIZE_BYTES) {
      throw new IllegalArgumentException("an id is 32 bytes, got " + length);
    }
    return new Id(Arrays.copyOfRange(source, offset, offset + length));
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException when the text is not 43 characters of base64url or its last
   *     character carries bits that no 32-byte value has
   */
  public static Id parse(String text) {
    if (text.length() != TEXT_LENGTH) {
      throw new IllegalArgumentException(
          "an id is 43 characters of base64url, got " + text.length());
    }
    Id id;
    try {
      id = of(DECODER.decode(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not base64url: " + text, e);
    }
    if (!id.toString().equals(text)) {
      throw new IllegalArgumentException("not the canonical base64url of 32 bytes: " + text);
    }
    return id;
  }

  /** Whether {@link #parse} would accept the text. */
  public static boolean isId(String text) {
    if (text.length() != TEXT_LENGTH) {
      return false;
    }
    for (int i = 0; i < TEXT_LENGTH; i++) {
      char c = text.charAt(i);
      boolean isDigit = c >= '0' && c <= '9';
      boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!isDigit && !isLetter && c != '-' && c != '_') {
        return false;
      }
    }
    // The last character holds four bits of the id, so its two lowest bits are zero.
    return "AEIMQUYcgkosw048".indexOf(text.charAt(TEXT_LENGTH - 1)) >= 0;
  }

  /** A copy of the 32 bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** Copies the 32 bytes into {@code target} from {@code offset} on. */
  public void writeTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, SIZE_BYTES);
  }

  /** The first eight bytes, big endian: enough to tell "surely new" from "perhaps seen". */
  public long fingerprint() {
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = (value << 8) | (bytes[i] & 0xff);
    }
    return value;
  }

  @Override
  public int compareTo(Id other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Id id && Arrays.equals(bytes, id.bytes);
  }

  @Override
  public int hashCode() {
    return (int) fingerprint();
  }

  @Override
  public String toString() {
    return ENCODER.encodeToString(bytes);
  }
}
