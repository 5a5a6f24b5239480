package dev.holon.vm.luaj;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaClosure;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.compiler.LuaC;

/**
 * Turns source text into functions. Never binary chunks: their instructions are not checked by
 * anyone.
 */
final class CodeLoader {
  private static final int BINARY_CHUNK_FIRST_BYTE = 0x1b;
  private static final int GAS_PER_BYTE = 4;

  private CodeLoader() {}

  /**
   * Compiles source text.
   *
   * @throws LuaError when it is no Lua, or a binary chunk
   */
  static Prototype compile(LuaString source, String chunkName) {
    if (source.length() > 0 && source.luaByte(0) == BINARY_CHUNK_FIRST_BYTE) {
      throw new ScriptError(
          LuaString.valueOf("attempt to load a binary chunk: only source text is allowed"));
    }
    try {
      return LuaC.instance.compile(
          new ByteArrayInputStream(source.m_bytes, source.m_offset, source.m_length), chunkName);
    } catch (IOException e) {
      throw new LuaError("cannot read chunk: " + e.getMessage());
    }
  }

  /** The function {@code load}: a function, or nil and what is wrong. */
  static Varargs load(Varargs arguments) {
    LuajProcess process = LuajProcess.current();
    try {
      LuaString source = sourceOf(arguments.arg1(), process.meter());
      requireText(arguments.optjstring(3, "bt"));
      requireOwnGlobals(arguments, process.globals());
      process.meter().charge((long) GAS_PER_BYTE * source.length());
      String chunkName = arguments.optjstring(2, "=load");
      return new LuaClosure(compile(source, chunkName), process.globals());
    } catch (ScriptError e) {
      return LuaValue.varargsOf(LuaValue.NIL, e.value());
    } catch (LuaError e) {
      return LuaValue.varargsOf(LuaValue.NIL, ErrorValue.of(e));
    }
  }

  private static void requireText(String mode) {
    if (mode.indexOf('t') < 0) {
      throw new ScriptError(
          LuaString.valueOf("attempt to load a text chunk (mode is '" + mode + "')"));
    }
  }

  /**
   * Functions with another environment would run without LuaJ's instruction hook, thus without gas.
   */
  private static void requireOwnGlobals(Varargs arguments, Globals globals) {
    LuaValue environment = arguments.arg(4);
    if (!environment.isnil() && !environment.raweq(globals)) {
      throw new ScriptError(
          LuaString.valueOf(
              "load: engine luaj-5.2 allows no environment but the process's globals (_G)"));
    }
  }

  private static LuaString sourceOf(LuaValue chunk, Meter meter) {
    if (!chunk.isfunction()) {
      return chunk.checkstring();
    }
    TextBuilder source = new TextBuilder(meter);
    while (true) {
      LuaValue piece = chunk.call();
      if (piece.isnil() || piece.rawlen() == 0) {
        return source.finish();
      }
      source.append(piece.checkstring());
    }
  }
}
