package dev.holon.vm.lua.code;

import dev.holon.vm.lua.value.ByteString;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/**
 * A compiled function. Immutable once compiled and shared by all processes that run the same
 * source.
 *
 * <p>Instructions are those of Lua 5.3.6: opcode in bits 0-5, A 6-13, C 14-22, B 23-31, Bx 14-31,
 * sBx = Bx - 131071.
 */
public final class Prototype {
  /** Chunk name as given to load: {@code =name}, {@code @name} or source text. */
  public final ByteString source;

  /** 0 for a main chunk. */
  public final int lineDefined;

  public final int lastLineDefined;
  public final int parameterCount;
  public final boolean isVariadic;

  /** Registers the function needs, at least 2. */
  public final int registerCount;

  public final int[] code;

  /** Nil, booleans, IntegerNumber, FloatNumber, ByteString. */
  public final LuaValue[] constants;

  public final Prototype[] children;
  public final UpvalueDescription[] upvalues;

  /** The line of each instruction. */
  public final int[] lines;

  /** In order of declaration, as the C implementation's debug information. */
  public final LocalVariable[] locals;

  /** Number of this function in its chunk: depth first in source order, the main function is 0. */
  public final int index;

  private @Nullable ByteString shortSource;

  /**
   * @param lineDefined 0 for a main chunk
   */
  @SuppressWarnings("TooManyParameters")
  public Prototype(
      ByteString source,
      int index,
      int lineDefined,
      int lastLineDefined,
      int parameterCount,
      boolean isVariadic,
      int registerCount,
      int[] code,
      LuaValue[] constants,
      Prototype[] children,
      UpvalueDescription[] upvalues,
      int[] lines,
      LocalVariable[] locals) {
    this.source = source;
    this.index = index;
    this.lineDefined = lineDefined;
    this.lastLineDefined = lastLineDefined;
    this.parameterCount = parameterCount;
    this.isVariadic = isVariadic;
    this.registerCount = registerCount;
    this.code = code;
    this.constants = constants;
    this.children = children;
    this.upvalues = upvalues;
    this.lines = lines;
    this.locals = locals;
  }

  /** The chunk's name as messages show it; found once, for a name may be long. */
  public ByteString shortSource() {
    ByteString known = shortSource;
    if (known == null) {
      known = ChunkName.shortName(source);
      shortSource = known;
    }
    return known;
  }

  public record UpvalueDescription(ByteString name, boolean isInStack, int index) {}

  /** Alive from startPc (inclusive) to endPc (exclusive). */
  public record LocalVariable(ByteString name, int startPc, int endPc) {}
}
