package dev.holon.vm.lua.code;

import dev.holon.vm.lua.value.Heap;
import java.util.Arrays;

/**
 * The place in the source that is read next, its line, and the text of the lexical element under
 * way, which messages quote.
 */
final class SourceCursor {
  static final int END = -1;

  private final byte[] source;
  private final Heap heap;
  private int position;
  private int current;
  private int line = 1;
  private byte[] text = new byte[64];
  private int textLength;

  SourceCursor(byte[] source, Heap heap) {
    this.source = source;
    this.heap = heap;
    advance();
  }

  /** The byte here, or {@link #END}. */
  int current() {
    return current;
  }

  int line() {
    return line;
  }

  void advance() {
    current = position < source.length ? source[position++] & 0xff : END;
  }

  boolean isAtLineEnd() {
    return current == '\n' || current == '\r';
  }

  /** Passes a line end of one byte or of the two different ones. */
  void advanceLine() {
    int first = current;
    advance();
    if (isAtLineEnd() && current != first) {
      advance();
    }
    line++;
  }

  /** Passes a byte if it is the one given. */
  boolean skip(int value) {
    if (current != value) {
      return false;
    }
    advance();
    return true;
  }

  /** Keeps a byte if it is one of two. */
  boolean keepEither(int first, int second) {
    if (current != first && current != second) {
      return false;
    }
    keep();
    return true;
  }

  /** Adds the byte here to the text and goes on. */
  void keep() {
    append(current);
    advance();
  }

  void append(int value) {
    if (textLength == text.length) {
      heap.allocate(textLength);
      text = Arrays.copyOf(text, 2 * textLength);
    }
    text[textLength++] = (byte) value;
  }

  void dropLast(int count) {
    textLength -= count;
  }

  void clearText() {
    textLength = 0;
  }

  /** The array that holds the text; valid until the next byte is kept. */
  byte[] text() {
    return text;
  }

  int textLength() {
    return textLength;
  }
}
