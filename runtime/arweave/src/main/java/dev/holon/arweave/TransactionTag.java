package dev.holon.arweave;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Tag;

/** A name and a value of a transaction, as bytes: they need not be UTF-8. */
public record TransactionTag(Bytes name, Bytes value) {

  /** A tag of text. */
  public static TransactionTag of(String name, String value) {
    return new TransactionTag(Bytes.ofUtf8(name), Bytes.ofUtf8(value));
  }

  /** As text; bytes that are not UTF-8 read as U+FFFD. */
  public Tag toTag() {
    return new Tag(name.toUtf8(), value.toUtf8());
  }

  int sizeBytes() {
    return name.size() + value.size();
  }
}
