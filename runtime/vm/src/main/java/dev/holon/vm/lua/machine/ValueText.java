package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.Identity;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.NumberText;
import dev.holon.vm.lua.value.Table;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/**
 * Values as text. Tables, functions and coroutines show the serial of their process where C shows
 * an address.
 */
final class ValueText {
  private static final ByteString TRUE = ByteString.of("true");
  private static final ByteString FALSE = ByteString.of("false");
  private static final ByteString NIL = ByteString.of("nil");
  private static final int ADDRESS_DIGITS = 14;

  private final LuaState state;

  ValueText(LuaState state) {
    this.state = state;
  }

  /** What {@code tostring} gives. */
  ByteString of(LuaValue value) {
    LuaValue metamethod = state.metamethod(value, Names.TO_STRING);
    if (metamethod != LuaValue.NIL) {
      LuaValue text = state.callForOne(metamethod, value);
      if (text instanceof ByteString || text instanceof LuaNumber) {
        return of(text);
      }
      throw state.errors().plain("'__tostring' must return a string");
    }
    if (value instanceof ByteString text) {
      return text;
    }
    if (value == LuaValue.NIL) {
      return NIL;
    }
    if (value == LuaValue.TRUE) {
      return TRUE;
    }
    if (value == LuaValue.FALSE) {
      return FALSE;
    }
    if (value instanceof FloatNumber number) {
      state.heap().spend(NumberText.gasOf(number.value()));
    }
    ByteString text = ByteString.ofLatin1(plain(value));
    state.heap().allocateString(text.length());
    return text;
  }

  private String plain(LuaValue value) {
    return switch (value) {
      case IntegerNumber integer -> NumberText.of(integer.value());
      case FloatNumber number -> NumberText.of(number.value());
      case Identity identity -> typeName(value) + ": 0x" + address(identity.serial());
      default -> throw new IllegalArgumentException(value.typename());
    };
  }

  private static String address(int serial) {
    String digits = Integer.toHexString(serial);
    return "0".repeat(ADDRESS_DIGITS - digits.length()) + digits;
  }

  /** {@code __name} of a table's metatable if that is text, else the type's name. */
  String typeName(LuaValue value) {
    if (value instanceof Table table
        && table.metatable() != null
        && table.metatable().fetch(Names.NAME) instanceof ByteString name) {
      state.heap().allocateString(name.length());
      return name.upToZero();
    }
    return value.typename();
  }
}
