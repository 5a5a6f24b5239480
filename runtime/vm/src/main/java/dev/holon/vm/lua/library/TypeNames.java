package dev.holon.vm.lua.library;

import dev.holon.vm.lua.value.ByteString;
import org.luaj.vm2.LuaValue;

/** The texts that {@code type} gives. */
final class TypeNames {
  private static final ByteString NIL = ByteString.of("nil");
  private static final ByteString BOOLEAN = ByteString.of("boolean");
  private static final ByteString NUMBER = ByteString.of("number");
  private static final ByteString STRING = ByteString.of("string");
  private static final ByteString TABLE = ByteString.of("table");
  private static final ByteString FUNCTION = ByteString.of("function");
  private static final ByteString THREAD = ByteString.of("thread");

  private TypeNames() {}

  static ByteString of(LuaValue value) {
    return switch (value.type()) {
      case LuaValue.TNIL -> NIL;
      case LuaValue.TBOOLEAN -> BOOLEAN;
      case LuaValue.TNUMBER -> NUMBER;
      case LuaValue.TSTRING -> STRING;
      case LuaValue.TTABLE -> TABLE;
      case LuaValue.TFUNCTION -> FUNCTION;
      case LuaValue.TTHREAD -> THREAD;
      default -> throw new IllegalArgumentException(value.typename());
    };
  }
}
