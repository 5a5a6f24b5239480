package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.ScriptError;
import dev.holon.vm.lua.value.ByteBuilder;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.NumberReader;
import dev.holon.vm.lua.value.Table;
import java.util.Arrays;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/**
 * JSON text (RFC 8259) to values, as {@code json.lua} of the built-in module reads it. Recursion is
 * as deep as the text nests, at most {@link JsonEncoder#DEPTH_MAX}.
 */
final class JsonDecoder {
  /** Reading a byte costs more than copying one. */
  private static final int BYTES_PER_GAS = Heap.BYTES_PER_GAS / 4;

  private static final int END = -1;

  private final Heap heap;
  private final byte[] text;

  /** The next byte's index, from 0. */
  private int at;

  private JsonDecoder(Heap heap, byte[] text) {
    this.heap = heap;
    this.text = text;
  }

  /** {@code json_decode(text)}: the value. */
  static void decode(Call call) {
    if (!(call.arg(1) instanceof ByteString text)) {
      throw new ScriptError("json: text expected, got " + call.arg(1).typename());
    }
    Heap heap = call.heap();
    heap.spend(1 + text.length() / BYTES_PER_GAS);
    JsonDecoder decoder = new JsonDecoder(heap, text.array());
    LuaValue value = decoder.read(0);
    decoder.skipSpace();
    if (decoder.at < decoder.text.length) {
      throw decoder.fault(decoder.at, "nothing more expected");
    }
    call.give(value);
  }

  /** To throw; Lua counts positions from 1. */
  private ScriptError fault(int index, String what) {
    heap.allocateString(80);
    return new ScriptError("json: " + what + " at position " + (index + 1));
  }

  private int byteAt(int index) {
    return index < text.length ? text[index] & 0xff : END;
  }

  private void skipSpace() {
    while (at < text.length
        && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
      at++;
    }
  }

  private LuaValue read(int depth) {
    heap.spend(1);
    skipSpace();
    int c = byteAt(at);
    if (c == '"') {
      at++;
      return readString();
    }
    if (c == '{' || c == '[') {
      if (depth == JsonEncoder.DEPTH_MAX) {
        throw fault(at, "arrays and objects nest deeper than " + JsonEncoder.DEPTH_MAX);
      }
      at++;
      return c == '{' ? readObject(depth + 1) : readArray(depth + 1);
    }
    if (isNext("true")) {
      return LuaValue.TRUE;
    }
    if (isNext("false")) {
      return LuaValue.FALSE;
    }
    return isNext("null") ? LuaValue.NIL : readNumber();
  }

  /** Passes over a word if it comes next. */
  private boolean isNext(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (byteAt(at + i) != word.charAt(i)) {
        return false;
      }
    }
    at += word.length();
    return true;
  }

  private Table readArray(int depth) {
    Table list = new Table(heap, 0, 0);
    skipSpace();
    if (byteAt(at) == ']') {
      at++;
      return list;
    }
    for (long n = 1; ; n++) {
      list.store(heap, n, read(depth));
      skipSpace();
      int c = byteAt(at);
      if (c != ',' && c != ']') {
        throw fault(at, "',' or ']' expected");
      }
      at++;
      if (c == ']') {
        return list;
      }
    }
  }

  private Table readObject(int depth) {
    Table map = new Table(heap, 0, 0);
    skipSpace();
    if (byteAt(at) == '}') {
      at++;
      return map;
    }
    while (true) {
      skipSpace();
      if (byteAt(at) != '"') {
        throw fault(at, "name expected");
      }
      at++;
      ByteString name = readString();
      skipSpace();
      if (byteAt(at) != ':') {
        throw fault(at, "':' expected");
      }
      at++;
      map.store(heap, name, read(depth));
      skipSpace();
      int c = byteAt(at);
      if (c != ',' && c != '}') {
        throw fault(at, "',' or '}' expected");
      }
      at++;
      if (c == '}') {
        return map;
      }
    }
  }

  /** Reads a string whose opening quote has been passed. */
  private ByteString readString() {
    int start = at;
    skipPlain();
    if (byteAt(at) == '"') {
      heap.allocateString(at - start);
      return ByteString.wrap(Arrays.copyOfRange(text, start, at++));
    }
    ByteBuilder out = new ByteBuilder(heap);
    while (true) {
      out.append(text, start, at);
      int c = byteAt(at);
      if (c == END) {
        throw fault(at, "string without an end");
      } else if (c == '"') {
        at++;
        return out.toByteString();
      } else if (c != '\\') {
        throw fault(at, "control character in a string");
      }
      readEscape(out);
      start = at;
      skipPlain();
    }
  }

  private void skipPlain() {
    while (at < text.length && text[at] != '"' && text[at] != '\\' && (text[at] & 0xff) >= 0x20) {
      at++;
    }
  }

  private void readEscape(ByteBuilder out) {
    int c = byteAt(at + 1);
    if (c == 'u') {
      readUnicode(out);
      return;
    }
    out.append(
        switch (c) {
          case '"', '\\', '/' -> c;
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          default -> throw fault(at, "bad escape");
        });
    at += 2;
  }

  /** Reads an escape with u, and a pair of surrogates as one character. */
  private void readUnicode(ByteBuilder out) {
    int code = hex(at + 2);
    if (code < 0) {
      throw fault(at + 1, "bad \\u escape");
    }
    at += 6;
    if (code >= 0xd800 && code < 0xdc00 && byteAt(at) == '\\' && byteAt(at + 1) == 'u') {
      int low = hex(at + 2);
      if (low >= 0xdc00 && low < 0xe000) {
        at += 6;
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
      }
    }
    appendUtf8(out, code);
  }

  /** The value of four hexadecimal digits; negative when there are none. */
  private int hex(int index) {
    int value = 0;
    for (int i = index; i < index + 4; i++) {
      int digit = byteAt(i) == END ? -1 : Character.digit((char) byteAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      value = (value << 4) | digit;
    }
    return value;
  }

  /** A surrogate without its pair becomes three bytes, as Lua's {@code utf8.char} has it. */
  private static void appendUtf8(ByteBuilder out, int code) {
    if (code < 0x80) {
      out.append(code);
    } else if (code < 0x800) {
      out.append(0xc0 | (code >> 6));
      out.append(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
      out.append(0xe0 | (code >> 12));
      out.append(0x80 | ((code >> 6) & 0x3f));
      out.append(0x80 | (code & 0x3f));
    } else {
      out.append(0xf0 | (code >> 18));
      out.append(0x80 | ((code >> 12) & 0x3f));
      out.append(0x80 | ((code >> 6) & 0x3f));
      out.append(0x80 | (code & 0x3f));
    }
  }

  /** JSON has fewer forms of numbers than Lua: no 01, no 1. and no .5. */
  private LuaNumber readNumber() {
    int start = at;
    int digits = byteAt(start) == '-' ? start + 1 : start;
    int end = skipDigits(digits);
    if (end == digits) {
      throw fault(start, "value expected");
    }
    if (byteAt(digits) == '0' && end > digits + 1) {
      throw fault(start, "bad number");
    }
    if (byteAt(end) == '.') {
      end = requireDigits(end + 1, start);
    }
    if (byteAt(end) == 'e' || byteAt(end) == 'E') {
      boolean isSigned = byteAt(end + 1) == '+' || byteAt(end + 1) == '-';
      end = requireDigits(isSigned ? end + 2 : end + 1, start);
    }
    at = end;
    heap.spend(NumberReader.gasOf(end - start));
    LuaNumber number = NumberReader.read(text, start, end);
    if (number == null) {
      throw fault(start, "bad number");
    }
    return number;
  }

  private int skipDigits(int index) {
    int end = index;
    while (byteAt(end) >= '0' && byteAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private int requireDigits(int index, int start) {
    int end = skipDigits(index);
    if (end == index) {
      throw fault(start, "bad number");
    }
    return end;
  }
}
