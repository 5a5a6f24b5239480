package dev.holon.gateway.graphql;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalLong;

/**
 * Ids of simulated blocks, 48 bytes as on Arweave, in base64url:
 *
 * <pre>
 * 0        SHA-256("block" + height)   32 bytes
 * 32       zero                         8 bytes
 * 40       height, big endian           8 bytes
 * </pre>
 */
public final class BlockId {
  private static final int SIZE_BYTES = 48;
  private static final int TEXT_LENGTH = 64;
  private static final int HEIGHT_OFFSET = 40;

  private BlockId() {}

  /** The id of the block at this height. */
  public static String of(long height) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(height));
  }

  /** The height of the block with this id; empty when there is no such block. */
  static OptionalLong height(String text) {
    if (text.length() != TEXT_LENGTH) {
      return OptionalLong.empty();
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return OptionalLong.empty();
    }
    long height = ByteBuffer.wrap(bytes).getLong(HEIGHT_OFFSET);
    return Arrays.equals(bytes, bytes(height)) ? OptionalLong.of(height) : OptionalLong.empty();
  }

  private static byte[] bytes(long height) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(("block" + height).getBytes(StandardCharsets.US_ASCII));
      byte[] id = Arrays.copyOf(hash, SIZE_BYTES);
      ByteBuffer.wrap(id).putLong(HEIGHT_OFFSET, height);
      return id;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
