package dev.holon.vm.lua.code;

import dev.holon.vm.lua.value.ByteString;
import java.util.Arrays;

/** How a chunk is called in messages: at most 59 bytes made from the name given to load. */
public final class ChunkName {
  private static final int LENGTH_MAX = 59;
  private static final byte[] DOTS = {'.', '.', '.'};
  private static final byte[] STRING_START = ByteString.of("[string \"").array();
  private static final byte[] STRING_END = {'"', ']'};

  /** Bytes of source text that fit beside the words around them. */
  private static final int EXCERPT_MAX =
      LENGTH_MAX - STRING_START.length - DOTS.length - STRING_END.length;

  private ChunkName() {}

  /**
   * The short form: the rest of {@code =name}, the end of {@code @name}, and the first line of
   * source text as {@code [string "..."]}.
   */
  public static ByteString shortName(ByteString source) {
    byte[] bytes = untilZero(source).array();
    if (bytes.length > 0 && bytes[0] == '=') {
      return part(bytes, 1, Math.min(bytes.length, LENGTH_MAX + 1));
    }
    if (bytes.length > 0 && bytes[0] == '@') {
      return bytes.length <= LENGTH_MAX + 1
          ? part(bytes, 1, bytes.length)
          : joined(
              DOTS, part(bytes, bytes.length - LENGTH_MAX + DOTS.length, bytes.length).array());
    }
    int lineEnd = indexOf(bytes, '\n');
    if (lineEnd == bytes.length && bytes.length < EXCERPT_MAX) {
      return joined(STRING_START, bytes, STRING_END);
    }
    byte[] excerpt = Arrays.copyOf(bytes, Math.min(lineEnd, EXCERPT_MAX));
    return joined(STRING_START, excerpt, DOTS, STRING_END);
  }

  /** The name as C reads it: it ends at the first zero byte. */
  static ByteString untilZero(ByteString name) {
    return name.slice(0, indexOf(name.array(), 0));
  }

  private static int indexOf(byte[] bytes, int value) {
    int index = 0;
    while (index < bytes.length && bytes[index] != value) {
      index++;
    }
    return index;
  }

  private static ByteString part(byte[] bytes, int from, int to) {
    return ByteString.wrap(Arrays.copyOfRange(bytes, from, to));
  }

  private static ByteString joined(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] whole = new byte[length];
    int end = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, end, part.length);
      end += part.length;
    }
    return ByteString.wrap(whole);
  }
}
