package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.ByteBuilder;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.NumberReader;
import dev.holon.vm.lua.value.Table;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.luaj.vm2.LuaValue;

/** The library {@code utf8} of Lua 5.3 (manual §6.5). */
public final class Utf8Library implements Library {
  /** Steps through a string; shared by all loops, the position is the loop's own. */
  private static final NativeFunction CODES_ITERATOR =
      NativeFunction.of("utf8.codes/iterator", Utf8Library::nextCode);

  private static final List<NativeFunction> FUNCTIONS =
      List.of(
          NativeFunction.of("utf8.offset", Utf8Library::offset),
          NativeFunction.of("utf8.codepoint", Utf8Library::codePoint),
          NativeFunction.of("utf8.char", Utf8Library::character),
          NativeFunction.of("utf8.len", Utf8Library::length),
          NativeFunction.of("utf8.codes", Utf8Library::codes));

  private static final ByteString PATTERN =
      ByteString.wrap(
          "[\0-\u007f\u00c2-\u00f4][\u0080-\u00bf]*".getBytes(StandardCharsets.ISO_8859_1));

  @Override
  public void open(LuaState state) {
    Heap heap = state.heap();
    Table library = new Table(heap, 0, FUNCTIONS.size() + 1);
    for (NativeFunction function : FUNCTIONS) {
      String name = function.name().substring(function.name().indexOf('.') + 1);
      library.store(heap, ByteString.of(name), function);
    }
    heap.allocateString(PATTERN.length());
    library.store(heap, ByteString.of("charpattern"), PATTERN);
    state.globals().store(heap, ByteString.of("utf8"), library);
  }

  /** Functions that values of a process may hold though no library table has them. */
  public static List<NativeFunction> unlistedFunctions() {
    return List.of(CODES_ITERATOR);
  }

  private static void length(Call call) {
    ByteString text = call.string(1);
    int size = text.length();
    long at = StringPart.position(call.integer(2, 1), size) - 1;
    long last = StringPart.position(call.integer(3, -1), size) - 1;
    if (at < 0 || at > size) {
      throw call.argumentError(2, "initial position out of string");
    }
    if (last >= size) {
      throw call.argumentError(3, "final position out of string");
    }
    call.heap().spend(Math.max(0, last - at) / 4);
    long count = 0;
    while (at <= last) {
      int code = Utf8Code.at(text, (int) at);
      if (code < 0) {
        call.give(LuaValue.NIL);
        call.give(at + 1);
        return;
      }
      at += Utf8Code.size(code);
      count++;
    }
    call.give(count);
  }

  private static void codePoint(Call call) {
    ByteString text = call.string(1);
    long first = StringPart.position(call.integer(2, 1), text.length());
    long last = StringPart.position(call.integer(3, first), text.length());
    if (first < 1) {
      throw call.argumentError(2, "out of range");
    }
    if (last > text.length()) {
      throw call.argumentError(3, "out of range");
    }
    if (first > last) {
      return;
    }
    StringBytes.chargeResults(call, last - first + 1, "string slice too long");
    long at = first - 1;
    while (at < last) {
      int code = Utf8Code.at(text, (int) at);
      if (code < 0) {
        throw call.error("invalid UTF-8 code");
      }
      call.give((long) code);
      at += Utf8Code.size(code);
    }
  }

  private static void character(Call call) {
    call.heap().spend(call.count());
    ByteBuilder result = new ByteBuilder(call.heap());
    for (int i = 1; i <= call.count(); i++) {
      long code = call.integer(i);
      if (code < 0 || code > Utf8Code.MAX) {
        throw call.argumentError(i, "value out of range");
      }
      Utf8Code.append(result, (int) code);
    }
    call.give(result.toByteString());
  }

  private static void offset(Call call) {
    ByteString text = call.string(1);
    int size = text.length();
    long n = call.integer(2);
    long start = StringPart.position(call.integer(3, n >= 0 ? 1 : size + 1L), size) - 1;
    if (start < 0 || start > size) {
      throw call.argumentError(3, "position out of range");
    }
    int from = (int) start;
    int at = from;
    if (n == 0) {
      while (at > 0 && Utf8Code.isContinuation(text, at)) {
        at--;
      }
    } else if (Utf8Code.isContinuation(text, at)) {
      throw call.error("initial position is a continuation byte");
    } else if (n < 0) {
      while (n < 0 && at > 0) {
        call.heap().spend(1);
        do {
          at--;
        } while (at > 0 && Utf8Code.isContinuation(text, at));
        n++;
      }
    } else {
      n--;
      while (n > 0 && at < size) {
        call.heap().spend(1);
        do {
          at++;
        } while (Utf8Code.isContinuation(text, at));
        n--;
      }
    }
    call.heap().spend(Math.abs(at - from) / Heap.BYTES_PER_GAS);
    call.give(n == 0 ? IntegerNumber.of(at + 1L) : LuaValue.NIL);
  }

  private static void codes(Call call) {
    ByteString text = call.string(1);
    call.give(CODES_ITERATOR);
    call.give(text);
    call.give(0L);
  }

  private static void nextCode(Call call) {
    ByteString text = call.string(1);
    int size = text.length();
    if (call.arg(2) instanceof ByteString position) {
      call.heap().spend(NumberReader.gasOf(position.length()));
    }
    long at = lenientInteger(call.arg(2)) - 1;
    if (at < 0) {
      at = 0;
    } else if (at < size) {
      int before = (int) at;
      do {
        at++;
      } while (Utf8Code.isContinuation(text, (int) at));
      call.heap().spend((at - before) / Heap.BYTES_PER_GAS);
    }
    if (at >= size) {
      return;
    }
    int code = Utf8Code.at(text, (int) at);
    if (code < 0 || Utf8Code.isContinuation(text, (int) at + Utf8Code.size(code))) {
      throw call.error("invalid UTF-8 code");
    }
    call.give(at + 1);
    call.give((long) code);
  }

  /** An integer, or zero for what is none. */
  private static long lenientInteger(LuaValue value) {
    LuaValue number =
        value instanceof ByteString text
            ? NumberReader.read(text.array(), 0, text.length())
            : value;
    if (number instanceof IntegerNumber integer) {
      return integer.value();
    }
    if (number instanceof FloatNumber real) {
      double d = real.value();
      return Math.rint(d) == d && d >= -0x1p63 && d < 0x1p63 ? (long) d : 0;
    }
    return 0;
  }
}
