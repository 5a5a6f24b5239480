package dev.holon.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 read strictly, where the platform's {@code String} would put U+FFFD in place of a fault.
 */
final class Utf8 {
  private Utf8() {}

  /** Whether the run of bytes is well-formed UTF-8. */
  static boolean isValid(byte[] bytes, int offset, int size) {
    for (int i = offset; i < offset + size; i++) {
      if (bytes[i] < 0) {
        return decodes(bytes, offset, size);
      }
    }
    return true; // ASCII, the usual case, costs no decoder
  }

  private static boolean decodes(byte[] bytes, int offset, int size) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, size));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
