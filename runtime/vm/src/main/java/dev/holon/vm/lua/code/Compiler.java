package dev.holon.vm.lua.code;

import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;

/** Turns source text into code. */
public final class Compiler {
  /** The first byte of code compiled by the C implementation. */
  private static final int BINARY_MARK = 0x1b;

  private Compiler() {}

  /**
   * Compiles a chunk.
   *
   * @param chunkName as given to {@code load}
   * @param heap charged with gas for the text read and with memory for the code made, before it is
   *     made
   * @throws CompileError with the C implementation's message, such as {@code [string "x"]:1:
   *     unexpected symbol near '='}
   */
  public static Prototype compile(byte[] source, ByteString chunkName, Heap heap)
      throws CompileError {
    heap.spend(source.length);
    if (source.length > 0 && source[0] == BINARY_MARK) {
      throw new CompileError("attempt to load a binary chunk (mode is 't')");
    }
    return new Parser(new Compilation(source, chunkName, heap)).parseChunk();
  }
}
