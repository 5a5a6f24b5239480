package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.ScriptError;
import dev.holon.vm.lua.value.ByteBuilder;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.NumberText;
import dev.holon.vm.lua.value.Table;
import org.luaj.vm2.LuaBoolean;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/** Values to JSON text (RFC 8259), as {@code json.lua} of the built-in module writes it. */
final class JsonEncoder {
  /** Tables nest at most this deep, so that one that contains itself is an error. */
  static final int DEPTH_MAX = 200;

  private static final String HEX = "0123456789abcdef";

  private final Heap heap;
  private final ByteBuilder out;

  private JsonEncoder(Heap heap) {
    this.heap = heap;
    out = new ByteBuilder(heap);
  }

  /** {@code json_encode(value)}: the text. */
  static void encode(Call call) {
    JsonEncoder encoder = new JsonEncoder(call.heap());
    encoder.write(call.arg(1), 0);
    call.give(encoder.out.toByteString());
  }

  private void write(LuaValue value, int depth) {
    heap.spend(1);
    if (value instanceof Table table) {
      if (depth == DEPTH_MAX) {
        throw new ScriptError("json: tables nest deeper than " + DEPTH_MAX);
      }
      if (table.fetch(1) != LuaValue.NIL || table.nextPosition(LuaValue.NIL) < 0) {
        writeArray(table, depth + 1);
      } else {
        writeObject(table, depth + 1);
      }
    } else if (value instanceof ByteString text) {
      writeText(text);
    } else if (value instanceof IntegerNumber number) {
      out.append(NumberText.of(number.value()));
    } else if (value instanceof FloatNumber number) {
      writeFloat(number.value());
    } else if (value instanceof LuaBoolean) {
      out.append(value == LuaValue.TRUE ? "true" : "false");
    } else if (value == LuaValue.NIL) {
      out.append("null");
    } else {
      throw new ScriptError("json: a " + value.typename() + " has no JSON form");
    }
  }

  /** {@code %.14g}: as Lua shows it, but without the fraction that only tells a float. */
  private void writeFloat(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new ScriptError("json: a number that is not finite has no JSON form");
    }
    heap.spend(NumberText.gasOf(value));
    String text = NumberText.of(value);
    out.append(text.endsWith(".0") ? text.substring(0, text.length() - 2) : text);
  }

  private void writeArray(Table list, int depth) {
    long length = requireLength(list);
    out.append('[');
    for (long i = 1; i <= length; i++) {
      if (i > 1) {
        out.append(',');
      }
      write(list.fetch(i), depth);
    }
    out.append(']');
  }

  private long requireLength(Table list) {
    long count = 0;
    for (int at = list.nextPosition(LuaValue.NIL); at >= 0; count++) {
      heap.spend(1);
      LuaValue key = list.keyAt(at);
      if (!(key instanceof LuaNumber)) {
        throw new ScriptError("json: a table has both array elements and other keys");
      }
      at = list.nextPosition(key);
    }
    if (count != list.border()) {
      throw new ScriptError("json: an array has gaps");
    }
    return count;
  }

  private void writeObject(Table map, int depth) {
    char before = '{';
    for (int at = map.nextPosition(LuaValue.NIL); at >= 0; ) {
      LuaValue key = map.keyAt(at);
      if (!(key instanceof ByteString name)) {
        throw new ScriptError(
            "json: an object has a key that is a " + key.typename() + ", not a string");
      }
      out.append(before);
      writeText(name);
      out.append(':');
      write(map.valueAt(at), depth);
      before = ',';
      at = map.nextPosition(key);
    }
    out.append('}');
  }

  private void writeText(ByteString text) {
    heap.spend(1 + text.length() / Heap.BYTES_PER_GAS);
    byte[] bytes = text.array();
    out.append('"');
    int written = 0;
    for (int i = 0; i < bytes.length; i++) {
      int c = bytes[i] & 0xff;
      if (c < 0x20 || c == '"' || c == '\\') {
        out.append(bytes, written, i);
        writeEscape(c);
        written = i + 1;
      }
    }
    out.append(bytes, written, bytes.length);
    out.append('"');
  }

  private void writeEscape(int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        out.append("\\u00");
        out.append(HEX.charAt(c >> 4));
        out.append(HEX.charAt(c & 0xf));
      }
    }
  }
}
