package dev.holon.protocol;

import dev.holon.protocol.crypto.Sha2;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The running value of a list's deep hash. Used by one thread. */
final class Sha384Fold {
  private static final byte[] BLOB = "blob".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LIST = "list".getBytes(StandardCharsets.US_ASCII);

  private final MessageDigest digest;
  private byte[] accumulator;

  private Sha384Fold(MessageDigest digest, byte[] accumulator) {
    this.digest = digest;
    this.accumulator = accumulator;
  }

  /** The start of a list of that many elements. */
  static Sha384Fold ofList(int count) {
    MessageDigest digest = Sha2.sha384();
    return new Sha384Fold(digest, prefix(digest, LIST, count));
  }

  /** Goes on from a value that {@link #value} gave. */
  static Sha384Fold resume(byte[] accumulator) {
    return new Sha384Fold(Sha2.sha384(), accumulator);
  }

  static byte[] hashBlob(byte[] blob) {
    return hashBlob(Sha2.sha384(), blob, 0, blob.length);
  }

  void addBlob(byte[] blob) {
    addBlob(blob, 0, blob.length);
  }

  void addBlob(byte[] bytes, int offset, int size) {
    addHash(hashBlob(digest, bytes, offset, size));
  }

  void addHash(byte[] childHash) {
    digest.update(accumulator);
    accumulator = digest.digest(childHash);
  }

  /** The 48 bytes so far. */
  byte[] value() {
    return accumulator.clone();
  }

  private static byte[] hashBlob(MessageDigest digest, byte[] bytes, int offset, int size) {
    byte[] prefix = prefix(digest, BLOB, size);
    digest.update(bytes, offset, size);
    byte[] content = digest.digest();
    digest.update(prefix);
    return digest.digest(content);
  }

  private static byte[] prefix(MessageDigest digest, byte[] kind, int count) {
    digest.update(kind);
    return digest.digest(Integer.toString(count).getBytes(StandardCharsets.US_ASCII));
  }
}
