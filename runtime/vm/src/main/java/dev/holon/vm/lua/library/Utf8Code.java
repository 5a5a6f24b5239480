package dev.holon.vm.lua.library;

import dev.holon.vm.lua.value.ByteBuilder;
import dev.holon.vm.lua.value.ByteString;

/** Code points in UTF-8 (RFC 3629 §3); surrogates count as code points. */
final class Utf8Code {
  static final int MAX = 0x10ffff;
  static final int INVALID = -1;

  private Utf8Code() {}

  /** Whether the byte here goes on with a sequence; there is none after the end. */
  static boolean isContinuation(ByteString text, int at) {
    return at < text.length() && (text.at(at) & 0xc0) == 0x80;
  }

  /** The code point that starts here, or {@link #INVALID}; the shortest form only. */
  static int at(ByteString text, int start) {
    int lead = text.at(start);
    if (lead < 0x80) {
      return lead;
    }
    int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    if (lead < 0xc0 || lead >= 0xf8) {
      return INVALID;
    }
    int code = lead & (0x3f >> more);
    for (int i = 1; i <= more; i++) {
      if (!isContinuation(text, start + i)) {
        return INVALID;
      }
      code = (code << 6) | (text.at(start + i) & 0x3f);
    }
    return code > MAX || size(code) != more + 1 ? INVALID : code;
  }

  /** The bytes a code point takes. */
  static int size(int code) {
    if (code < 0x80) {
      return 1;
    }
    if (code < 0x800) {
      return 2;
    }
    return code < 0x10000 ? 3 : 4;
  }

  static void append(ByteBuilder result, int code) {
    int more = size(code) - 1;
    if (more == 0) {
      result.append(code);
      return;
    }
    result.append(((0xff00 >> (more + 1)) & 0xff) | (code >> (6 * more)));
    for (int i = more - 1; i >= 0; i--) {
      result.append(0x80 | ((code >> (6 * i)) & 0x3f));
    }
  }
}
