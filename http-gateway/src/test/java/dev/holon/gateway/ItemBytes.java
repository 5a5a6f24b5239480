package dev.holon.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Items that no signer makes. */
final class ItemBytes {
  /** Where an Ed25519 item's flags begin: type, signature, owner. */
  private static final int FLAGS_OFFSET = 2 + 64 + 32;

  private ItemBytes() {}

  /** An Ed25519 item without target and anchor, its tags replaced by this many. */
  static byte[] withTagCount(byte[] item, int tagCount) {
    ByteArrayOutputStream tags = new ByteArrayOutputStream();
    writeZigZag(tags, tagCount);
    for (int i = 0; i < tagCount; i++) {
      writeText(tags, "n" + i);
      writeText(tags, "v");
    }
    tags.write(0);
    ByteBuffer sizes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    sizes.putLong(tagCount).putLong(tags.size());
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(Arrays.copyOf(item, FLAGS_OFFSET + 2));
    whole.writeBytes(sizes.array());
    whole.writeBytes(tags.toByteArray());
    return whole.toByteArray();
  }

  private static void writeText(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writeZigZag(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void writeZigZag(ByteArrayOutputStream out, int value) {
    int rest = value << 1;
    while (rest >= 0x80) {
      out.write(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
