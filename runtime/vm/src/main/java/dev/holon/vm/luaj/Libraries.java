package dev.holon.vm.luaj;

import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.Bit32Lib;

/**
 * The globals a process starts with. Left out on purpose: {@code package}, {@code require}, {@code
 * luajava}, {@code io}, {@code coroutine}, {@code dofile}, {@code loadfile}, {@code string.dump}
 * and all of {@code debug} but its traceback.
 */
final class Libraries {
  private static final LuaTable BIT32 = loadBit32();

  private Libraries() {}

  static void install(Globals globals, LuaTable strings) {
    BaseLibrary.install(globals);
    StringLibrary.install(strings);
    globals.rawset("string", strings);
    globals.rawset("table", TableLibrary.create());
    globals.rawset("math", MathLibrary.create());
    globals.rawset("os", OsLibrary.create());
    globals.rawset("bit32", copyOf(BIT32));
    LuaTable debug = new LuaTable();
    debug.rawset(
        "traceback",
        Native.of(arguments -> arguments.arg1().isnil() ? LuaValue.EMPTYSTRING : arguments.arg1()));
    globals.rawset("debug", debug);
  }

  private static LuaTable loadBit32() {
    LuaTable environment = new LuaTable();
    LuaTable packages = new LuaTable();
    packages.rawset("loaded", new LuaTable());
    environment.rawset("package", packages);
    return (LuaTable) new Bit32Lib().call(LuaValue.EMPTYSTRING, environment);
  }

  private static LuaTable copyOf(LuaTable library) {
    LuaTable copy = new LuaTable();
    for (Varargs entry = library.next(LuaValue.NIL);
        !entry.arg1().isnil();
        entry = library.next(entry.arg1())) {
      copy.rawset(entry.arg1(), entry.arg(2));
    }
    return copy;
  }
}
