package dev.holon.gateway.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Bytes read as UTF-8 text, with the two ways of the wire to treat what is none. */
final class Utf8 {
  private Utf8() {}

  /** The text; each invalid sequence reads as U+FFFD. */
  static String withReplacements(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }

  /** The text, or empty when the bytes are not UTF-8. */
  static Optional<String> exact(ByteBuffer bytes) {
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
