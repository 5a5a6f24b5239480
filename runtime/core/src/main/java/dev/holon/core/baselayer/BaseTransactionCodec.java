package dev.holon.core.baselayer;

import dev.holon.protocol.Address;
import dev.holon.protocol.BinaryReader;
import dev.holon.protocol.BinaryWriter;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.MalformedResultException;
import dev.holon.protocol.Tag;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a {@link BaseTransaction} in the store; lengths and numbers as in results.
 *
 * <pre>
 * version 1, 1 byte | id text | signature bytes | owner text | target text, empty for none | anchor text
 * tags: count, each name text and value text | data bytes
 * </pre>
 */
public final class BaseTransactionCodec {
  private static final int VERSION = 1;

  /** Two lengths. */
  private static final int TAG_SIZE_BYTES_MIN = 2 * Integer.BYTES;

  private BaseTransactionCodec() {}

  /** Writes a transaction. */
  public static byte[] encode(BaseTransaction transaction) {
    BinaryWriter out = new BinaryWriter();
    out.putByte(VERSION);
    out.putText(transaction.id().toString());
    out.putBytes(transaction.signature().toArray());
    out.putText(transaction.owner().text());
    out.putText(transaction.targetId().map(Id::toString).orElse(""));
    out.putText(transaction.anchor());
    out.putInt(transaction.tags().size());
    for (Tag tag : transaction.tags()) {
      out.putText(tag.name());
      out.putText(tag.value());
    }
    out.putBytes(transaction.data().toArray());
    return out.toBytes();
  }

  /**
   * Reads a transaction.
   *
   * @throws IllegalArgumentException when the bytes are none of a known version
   */
  public static BaseTransaction decode(byte[] bytes) {
    try {
      BinaryReader in = new BinaryReader(bytes);
      int version = in.readByte();
      if (version != VERSION) {
        throw new IllegalArgumentException("base-layer transaction of version " + version);
      }
      Id id = Id.parse(in.readText());
      Bytes signature = Bytes.of(in.readBytes());
      Address owner = new Address(in.readText());
      String target = in.readText();
      String anchor = in.readText();
      int tagCount = in.readCount(TAG_SIZE_BYTES_MIN);
      List<Tag> tags = new ArrayList<>();
      for (int i = 0; i < tagCount; i++) {
        tags.add(new Tag(in.readText(), in.readText()));
      }
      Bytes data = Bytes.of(in.readBytes());
      in.requireEnd();
      return new BaseTransaction(
          id, signature, owner, target.isEmpty() ? null : Id.parse(target), anchor, tags, data);
    } catch (MalformedResultException e) {
      throw new IllegalArgumentException("base-layer transaction: " + e.getMessage(), e);
    }
  }
}
