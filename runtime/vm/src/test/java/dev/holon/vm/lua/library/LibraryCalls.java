package dev.holon.vm.lua.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.machine.ScriptError;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.NumberText;
import dev.holon.vm.lua.value.ReferenceLua;
import dev.holon.vm.lua.value.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaBoolean;
import org.luaj.vm2.LuaValue;

/** Calls library functions here and in the C implementation, and compares what they give. */
final class LibraryCalls {
  private static final String SCRIPT =
      """
      local function text(v, deep)
        if type(v) == 'table' and deep then
          local o = {}
          for i = 1, #v do o[i] = text(v[i]) end
          return '{' .. table.concat(o, ',') .. '}'
        end
        if math.type(v) == 'float' then
          return v ~= v and 'nan' or string.format('%a', v)
        end
        return type(v) == 'table' and 'table' or tostring(v)
      end
      local function call(f, ...)
        local r = table.pack(pcall(f, ...))
        for i = 1, r.n do r[i] = text(r[i], true) end
        if r[1] == 'false' then r[2] = r[2]:gsub("'%w+%.", "'") end
        for i = 1, select('#', ...) do
          local a = select(i, ...)
          if type(a) == 'table' then r[#r + 1] = text(a, true) end
        end
        print((table.concat(r, ' '):gsub('\\n', '~')))
      end
      """;

  private final Heap heap = new Heap();
  private final LuaState state;
  private final StringBuilder script = new StringBuilder(SCRIPT);
  private final List<String> ours = new ArrayList<>();

  LibraryCalls(Library library) {
    heap.setLimits(Long.MAX_VALUE / 2, Long.MAX_VALUE);
    state = new LuaState(heap);
    library.open(state);
  }

  LuaState state() {
    return state;
  }

  Heap heap() {
    return heap;
  }

  NativeFunction function(String name) {
    int dot = name.indexOf('.');
    Table library = (Table) state.globals().fetch(ByteString.of(name.substring(0, dot)));
    return (NativeFunction) library.fetch(ByteString.of(name.substring(dot + 1)));
  }

  /** Calls with values that can be written as literals. */
  void check(String name, LuaValue... arguments) {
    StringBuilder literals = new StringBuilder();
    for (LuaValue argument : arguments) {
      literals.append(", ").append(literal(argument));
    }
    checkAs(name + literals, name, arguments);
  }

  /** Calls with arguments whose text in Lua is given, after the function's name. */
  void checkAs(String lua, String name, LuaValue... arguments) {
    script.append("call(").append(lua).append(")\n");
    StringBuilder line = new StringBuilder();
    try {
      Call call = new Call(state, function(name), arguments);
      call.function().body().run(call);
      line.append("true");
      for (LuaValue result : call.results()) {
        line.append(' ').append(text(result, true));
      }
    } catch (ScriptError e) {
      // Called from Lua code, the function has its short name.
      String shortName = name.substring(name.indexOf('.') + 1);
      String problem = text(e.value(), true).replace("'" + name + "'", "'" + shortName + "'");
      line.append("false ").append(problem);
    }
    for (LuaValue argument : arguments) {
      line.append(argument instanceof Table ? " " + text(argument, true) : "");
    }
    ours.add(line.toString().replace('\n', '~'));
  }

  void compare() {
    List<String> theirs = ReferenceLua.lines(script.toString());
    String[] calls = script.substring(SCRIPT.length()).split("\n");
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      assertEquals(theirs.get(i), ours.get(i), calls[i]);
    }
    assertEquals(theirs.size(), ours.size());
  }

  /** How many of the calls give something else here, from 0 to 1. */
  double shareThatDiffers() {
    List<String> theirs = ReferenceLua.lines(script.toString());
    assertEquals(theirs.size(), ours.size());
    int count = 0;
    for (int i = 0; i < ours.size(); i++) {
      count += ours.get(i).equals(theirs.get(i)) ? 0 : 1;
    }
    return (double) count / ours.size();
  }

  private static String literal(LuaValue value) {
    if (value instanceof FloatNumber number) {
      double d = number.value();
      return d != d ? "0/0" : Double.isInfinite(d) ? d > 0 ? "1/0" : "-1/0" : Double.toHexString(d);
    }
    if (value instanceof IntegerNumber number && number.value() == Long.MIN_VALUE) {
      return "math.mininteger";
    }
    if (value instanceof ByteString string) {
      StringBuilder text = new StringBuilder("'");
      for (byte b : string.array()) {
        text.append(String.format("\\%03d", b & 0xff));
      }
      return text.append("'").toString();
    }
    if (value instanceof Table table) {
      StringBuilder text = new StringBuilder("{");
      for (long i = 1; i <= table.border(); i++) {
        text.append(literal(table.fetch(i))).append(',');
      }
      return text.append('}').toString();
    }
    return text(value, false);
  }

  private static String text(LuaValue value, boolean isDeep) {
    if (value instanceof Table table && isDeep) {
      List<String> items = new ArrayList<>();
      for (long i = 1; i <= table.border(); i++) {
        items.add(text(table.fetch(i), false));
      }
      return "{" + String.join(",", items) + "}";
    }
    if (value instanceof FloatNumber number) {
      return NumberText.hexadecimal(number.value(), -1, false);
    }
    if (value instanceof ByteString string) {
      return new String(string.array(), StandardCharsets.ISO_8859_1);
    }
    if (value instanceof LuaBoolean) {
      return value == LuaValue.TRUE ? "true" : "false";
    }
    return value instanceof IntegerNumber number ? "" + number.value() : value.typename();
  }

  /** A sequence, made as a constructor makes it. */
  Table sequence(LuaValue... items) {
    Table table = new Table(heap, items.length, 0);
    for (int i = 0; i < items.length; i++) {
      table.store(heap, i + 1L, items[i]);
    }
    return table;
  }

  static LuaValue of(long value) {
    return IntegerNumber.of(value);
  }

  static LuaValue of(double value) {
    return FloatNumber.of(value);
  }

  static LuaValue of(String value) {
    return ByteString.of(value);
  }
}
