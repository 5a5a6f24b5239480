package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.value.ByteBuilder;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.NumberText;
import org.luaj.vm2.LuaBoolean;
import org.luaj.vm2.LuaValue;

/** Values as Lua source that reads back as the same value: {@code %q} (Lua 5.3 manual §6.4). */
final class FormatLiteral {
  private FormatLiteral() {}

  static void add(Call call, int argument, ByteBuilder result) {
    LuaValue value = call.arg(argument);
    if (value instanceof ByteString string) {
      call.heap().spend(string.length() / (Heap.BYTES_PER_GAS / 4));
      addQuoted(string.array(), result);
    } else if (value instanceof IntegerNumber number) {
      // The least integer has no decimal literal.
      boolean isLeast = number.value() == Long.MIN_VALUE;
      result.append(isLeast ? "0x8000000000000000" : NumberText.of(number.value()));
    } else if (value instanceof FloatNumber number) {
      result.append(NumberText.hexadecimal(number.value(), -1, false));
    } else if (value instanceof LuaBoolean || value.equals(LuaValue.NIL)) {
      result.append(call.state().toText(value));
    } else {
      throw call.argumentError(argument, "value has no literal form");
    }
  }

  private static void addQuoted(byte[] bytes, ByteBuilder result) {
    result.append('"');
    for (int i = 0; i < bytes.length; i++) {
      int c = bytes[i] & 0xff;
      if (c == '"' || c == '\\' || c == '\n') {
        result.append('\\');
        result.append(c);
      } else if (CharacterClass.isControl(c)) {
        result.append('\\');
        boolean isBeforeDigit = i + 1 < bytes.length && CharacterClass.isDigit(bytes[i + 1]);
        if (isBeforeDigit && c < 100) {
          result.append(c < 10 ? "00" : "0");
        }
        result.append(NumberText.of((long) c));
      } else {
        result.append(c);
      }
    }
    result.append('"');
  }
}
