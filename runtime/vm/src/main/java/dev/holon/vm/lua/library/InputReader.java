package dev.holon.vm.lua.library;

import dev.holon.vm.lua.value.ByteBuilder;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.NumberReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaNumber;

/** Reads what the formats of {@code io.read} ask for (Lua 5.3 manual §6.8) from a stream. */
final class InputReader {
  private static final int PIECE_BYTES = 8192;

  /** Longer numerals are none. */
  private static final int NUMERAL_LENGTH_MAX = 200;

  private final PushbackInputStream input;

  InputReader(InputStream input) {
    this.input = new PushbackInputStream(input);
  }

  /** A line; null at the end. */
  @Nullable ByteString line(Heap heap, boolean isEndKept) throws IOException {
    ByteBuilder text = new ByteBuilder(heap);
    int c = input.read();
    if (c < 0) {
      return null;
    }
    while (c >= 0 && c != '\n') {
      text.append(c);
      c = input.read();
    }
    if (c == '\n' && isEndKept) {
      text.append(c);
    }
    return text.toByteString();
  }

  /** All that is left, which may be nothing. */
  ByteString rest(Heap heap) throws IOException {
    return upTo(heap, Long.MAX_VALUE).toByteString();
  }

  /** Some bytes, fewer only before the end; null at the end. */
  @Nullable ByteString bytes(Heap heap, long count) throws IOException {
    if (count == 0) {
      return peek() < 0 ? null : ByteString.EMPTY;
    }
    ByteBuilder text = upTo(heap, count);
    return text.length() == 0 ? null : text.toByteString();
  }

  private ByteBuilder upTo(Heap heap, long count) throws IOException {
    ByteBuilder text = new ByteBuilder(heap);
    byte[] piece = new byte[PIECE_BYTES];
    while (text.length() < count) {
      int length = input.read(piece, 0, (int) Math.min(piece.length, count - text.length()));
      if (length < 0) {
        break;
      }
      text.append(piece, 0, length);
    }
    return text;
  }

  /** The longest prefix that looks like a numeral, as a number; null when it is none. */
  @Nullable LuaNumber number() throws IOException {
    StringBuilder numeral = new StringBuilder();
    while (isSpace(peek())) {
      input.read();
    }
    take(numeral, "+-");
    boolean startsWithZero = take(numeral, "0");
    boolean isHex = startsWithZero && take(numeral, "xX");
    String digits = isHex ? "0123456789abcdefABCDEF" : "0123456789";
    int count = takeAll(numeral, digits) + (startsWithZero && !isHex ? 1 : 0);
    if (take(numeral, ".")) {
      count += takeAll(numeral, digits);
    }
    if (count > 0 && take(numeral, isHex ? "pP" : "eE")) {
      take(numeral, "+-");
      takeAll(numeral, "0123456789");
    }
    byte[] bytes = ByteString.of(numeral.toString()).array();
    return bytes.length > NUMERAL_LENGTH_MAX ? null : NumberReader.read(bytes, 0, bytes.length);
  }

  private int takeAll(StringBuilder numeral, String characters) throws IOException {
    int count = 0;
    while (take(numeral, characters)) {
      count++;
    }
    return count;
  }

  /** Takes the next character if it is one of these and the numeral is not yet too long. */
  private boolean take(StringBuilder numeral, String characters) throws IOException {
    int c = peek();
    if (c < 0 || characters.indexOf(c) < 0 || numeral.length() > NUMERAL_LENGTH_MAX) {
      return false;
    }
    numeral.append((char) input.read());
    return true;
  }

  private int peek() throws IOException {
    int c = input.read();
    if (c >= 0) {
      input.unread(c);
    }
    return c;
  }

  private static boolean isSpace(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
